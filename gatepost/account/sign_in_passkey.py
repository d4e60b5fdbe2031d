"""POST /account/login/passkey"""

from flask import Response

from gatepost.account.frame import account_room, is_on
from gatepost.account.sign_in import show_login_page
from gatepost.account.signed_in import answer_outcome
from gatepost.account.typed import Next, Passkey, passkey_of
from gatepost.errors import Refusal
from gatepost.http.access import PUBLIC
from gatepost.http.cookie_credential import client_at_log_in
from gatepost.login.passkey import log_in_with_passkey

room = account_room("sign in with a passkey")


class UsedPasskey(Next):
    """*passkey* is what ``navigator.credentials.get()`` returned, as JSON; a script of ours fills it in."""

    passkey: Passkey = ""


@room.page("/account/login/passkey", access=PUBLIC, limit="30/minute", form=UsedPasskey, shown_if=is_on)
def sign_in_with_passkey(form: UsedPasskey) -> Response:
    known = client_at_log_in("cookie")
    try:
        outcome = log_in_with_passkey(passkey_of(form.passkey).model_dump(), client=known)
    except Refusal as refusal:
        return show_login_page(next_address=form.next, refusal=refusal)
    return answer_outcome(outcome, form.next)
