"""POST /account/providers/<name>/link, GET …/go, GET and POST …/back: link an account at a provider

The person goes there by a link, because a form may lead to our own pages only. The account that
comes back is linked by a form, in the session that began: no address by itself gives anybody a way in.
"""

from typing import Annotated, Any

from flask import Response
from pydantic import StringConstraints

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Nothing, show_own
from gatepost.caller import Caller
from gatepost.errors import AlreadyLinked, InvalidProof, LogInNotBegun, ProviderRefused, ProviderUnavailable, Refusal
from gatepost.http.access import RECENT, SIGNED_IN
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.http.state_cookie import remember_state
from gatepost.pages import go_to
from gatepost.providers.begin import begin_log_in, link_ticket, own_link_url
from gatepost.providers.own_links import link_with_code
from gatepost.settings import Settings

room = own_room("account linking")

_FOUND = 302
_REFUSALS: dict[str, type[Refusal]] = {
    refusal.code: refusal for refusal in (AlreadyLinked, LogInNotBegun, ProviderRefused, ProviderUnavailable)
}


def _has_providers(settings: Settings) -> bool:
    return is_on(settings) and bool(settings.providers)


class Ticket(Form):
    """The ticket of the session that links."""

    link: Annotated[str, StringConstraints(max_length=2048)] = ""


class Back(Form):
    """The code of the account that is to be linked, or the code of a refusal."""

    code: Annotated[str, StringConstraints(max_length=1024)] = ""
    error: Annotated[str, StringConstraints(max_length=100)] = ""


@room.page(
    "/account/providers/<name:provider>/link", access=RECENT, limit="30/minute", form=Nothing, shown_if=_has_providers
)
def begin(provider: str, form: Nothing, caller: Caller) -> Response:
    ticket = link_ticket(caller, provider)
    return show_own("provider_go.html", caller, here="providers", provider=provider, ticket=ticket)


@room.page(
    "/account/providers/<name:provider>/go", access=SIGNED_IN, limit="30/minute", query=Ticket, shown_if=_has_providers
)
def go(provider: str, query: Ticket) -> Response:
    """Send the browser to the provider; only the ticket of a session lets it link there."""
    begun = begin_log_in(provider, return_to=own_link_url(provider), ticket=query.link)
    return Response(status=_FOUND, headers={"Location": begun.url} | remember_state(begun.cookie))


@room.page(
    "/account/providers/<name:provider>/back", access=SIGNED_IN, limit=PER_MINUTE, query=Back, shown_if=_has_providers
)
def come_back(provider: str, query: Back, caller: Caller) -> Response:
    if query.code:
        shown: dict[str, Any] = {"provider": provider, "code": query.code}
        return show_own("provider_back.html", caller, here="providers", **shown)
    if query.error in _REFUSALS:
        raise _REFUSALS[query.error]
    return go_to("account/providers")


@room.page(
    "/account/providers/<name:provider>/back", access=RECENT, limit="30/minute", form=Back, shown_if=_has_providers
)
def link(provider: str, form: Back, caller: Caller) -> Response:
    if not form.code:
        raise InvalidProof
    link_with_code(caller, provider, form.code, verifier=None, client=client())
    return go_to("account/providers?done=linked")
