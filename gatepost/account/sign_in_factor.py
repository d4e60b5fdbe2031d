"""GET and POST /account/login/factor, POST /account/login/lost-factor: the second factor that is due"""

from flask import Response

from gatepost.account.frame import account_room, is_on, passkeys_offered, show_step
from gatepost.account.signed_in import answer_outcome, with_next
from gatepost.account.steps import forget_step, read_step
from gatepost.account.typed import Line, Next, Passkey, passkey_proof
from gatepost.errors import InvalidInput, Reason, Refusal
from gatepost.factors.kinds import Proof, kinds_of
from gatepost.http.access import PUBLIC
from gatepost.http.client import client
from gatepost.http.cookie_credential import client_at_log_in
from gatepost.login.factor import log_in_with_factor
from gatepost.login.pending import find_pending
from gatepost.lost_factors.report import report_after_first_factor
from gatepost.pages import go_to
from gatepost.settings import settings

room = account_room("second factor")


class FactorForm(Next):
    """One proof of a second factor. *trust*: no factor on this device for some time."""

    code: Line | None = None
    recovery_code: Line | None = None
    passkey: Passkey | None = None
    trust: str = ""


@room.page("/account/login/factor", access=PUBLIC, limit="60/minute", query=Next, shown_if=is_on)
def show_factor(query: Next) -> Response:
    return _show(query.next)


@room.page("/account/login/factor", access=PUBLIC, limit="30/minute", form=FactorForm, shown_if=is_on)
def prove_factor(form: FactorForm) -> Response:
    known = client_at_log_in("cookie")
    try:
        outcome = log_in_with_factor(_token(), factor_proof(form), trust=bool(form.trust), client=known)
    except Refusal as refusal:
        return _show(form.next, refusal)
    return forget_step(answer_outcome(outcome, form.next), "factor")


@room.page("/account/login/lost-factor", access=PUBLIC, limit="10/minute", form=Next, shown_if=is_on)
def report_lost(form: Next) -> Response:
    try:
        removes_at = report_after_first_factor(_token(), client=client())
    except Refusal as refusal:
        return _show(form.next, refusal)
    if removes_at is None:
        return _begin_again(form.next)
    return show_step("lost_factor.html", next_address=form.next, removes_at=removes_at)


def factor_proof(form: FactorForm) -> Proof:
    """The proof that is in the *form*. Raises InvalidInput if there is none, InvalidPasskey."""
    if form.passkey is not None:
        return Proof("passkey", passkey_proof(form.passkey))
    if form.recovery_code is not None:
        return Proof("recovery_code", form.recovery_code)
    if form.code is None:
        raise InvalidInput({"code": [Reason("This field is required.")]})
    return Proof("totp", form.code)


def _show(next_address: str, refusal: Refusal | None = None) -> Response:
    """The page with the kinds of factors of the user whose log-in waits in this browser."""
    pending = find_pending(_token(), client=client())
    if pending is None:
        return _begin_again(next_address)
    return show_step(
        "factor.html",
        next_address=next_address,
        refusal=refusal,
        kinds=[kind for kind in kinds_of(pending.user_uuid) if kind != "passkey" or passkeys_offered()],
        trusts=bool(settings.trusted_device),
        may_report=bool(settings.lost_factor_wait),
        scripts=True,
    )


def _token() -> str:
    return read_step("factor").get("token", "")


def _begin_again(next_address: str) -> Response:
    return forget_step(go_to(with_next("account/login", next_address, done="expired")), "factor")
