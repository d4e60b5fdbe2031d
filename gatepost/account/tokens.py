"""GET /account/tokens, GET and POST /account/tokens/new, POST /account/tokens/<id>/revoke"""

from typing import Any

from flask import Response
from pydantic import ConfigDict

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, Nothing, as_body, prove_first, show_own, with_moments
from gatepost.caller import Caller
from gatepost.errors import InvalidInput, Reason, ReauthenticationRequired, Refusal
from gatepost.http.access import RECENT, SIGNED_IN
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.pages import go_to
from gatepost.personal_tokens.list_tokens import list_tokens
from gatepost.personal_tokens.make_token import make_token, scopes_for
from gatepost.personal_tokens.revoke_token import revoke_token
from gatepost.personal_tokens.routes import NewToken
from gatepost.settings import Settings, settings

room = own_room("account tokens")

_TICKED = "scope "  # a box of the form has this name and the scope


def _are_offered(settings: Settings) -> bool:
    return is_on(settings) and settings.personal_tokens_per_user > 0


class Wanted(Form):
    """Its boxes have names of their own, because a form gives each name once."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)

    name: str = ""
    expires_in_days: str = ""

    @property
    def scope(self) -> list[str]:
        return [name.removeprefix(_TICKED) for name in self.model_extra or {} if name.startswith(_TICKED)]


@room.page("/account/tokens", access=SIGNED_IN, limit=PER_MINUTE, query=Done, shown_if=_are_offered)
def show_tokens(query: Done, caller: Caller) -> Response:
    found = [with_moments(each) for each in list_tokens(caller, caller.uuid)]
    return show_own("tokens.html", caller, here="tokens", done=query.done, tokens=found)


@room.page("/account/tokens/new", access=RECENT, limit=PER_MINUTE, shown_if=_are_offered)
def show_form(caller: Caller) -> Response:
    prove_first(caller)
    return _show(caller, Wanted(expires_in_days=str(min(90, _longest()))))


@room.page("/account/tokens/new", access=RECENT, limit="30/minute", form=Wanted, shown_if=_are_offered)
def make(form: Wanted, caller: Caller) -> Response:
    """The token is in this answer, once."""
    try:
        given = {"name": form.name, "scope": form.scope, "expires_in_days": _number(form.expires_in_days)}
        asked = as_body(NewToken, **given)
        days = asked.expires_in_days
        made = make_token(caller, name=asked.name, scope=asked.scope, days=days, client=client())
    except ReauthenticationRequired:
        raise
    except Refusal as refusal:
        return _show(caller, form, refusal)
    return show_own("token_made.html", caller, here="tokens", made=with_moments(made))


@room.page(
    "/account/tokens/<id:token_id>/revoke", access=SIGNED_IN, limit="60/minute", form=Nothing, shown_if=_are_offered
)
def revoke(token_id: str, form: Nothing, caller: Caller) -> Response:
    revoke_token(caller, caller.uuid, token_id, client=client())
    return go_to("account/tokens?done=token-revoked")


def _show(caller: Caller, form: Wanted, refusal: Refusal | None = None) -> Response:
    shown: dict[str, Any] = {"form": form, "scopes": scopes_for(caller.roles), "longest": _longest()}
    return show_own("token_new.html", caller, here="tokens", refusal=refusal, **shown)


def _longest() -> int:
    return max(1, settings.personal_token_lifetime.days)


def _number(days: str) -> int:
    try:
        return int(days[:10])
    except ValueError:
        raise InvalidInput({"expires_in_days": [Reason("Give a number of days.")]}) from None
