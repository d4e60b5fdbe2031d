"""GET /account/providers, GET and POST /account/providers/<id>/unlink: accounts elsewhere that sign a person in."""

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, Nothing, show_own
from gatepost.caller import Caller
from gatepost.errors import ProviderLinkNotFound, Refusal
from gatepost.http.access import RECENT, SIGNED_IN
from gatepost.http.client import client
from gatepost.pages import go_to
from gatepost.providers.links import OwnLink, list_links
from gatepost.providers.own_links import unlink
from gatepost.settings import settings

room = own_room("account providers")


@room.page("/account/providers", access=SIGNED_IN, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_providers(query: Done, caller: Caller) -> Response:
    offers = [each.name for each in settings.providers if each.logs_in_browsers]
    return show_own(
        "providers.html", caller, here="providers", done=query.done, links=list_links(caller.uuid), offers=offers
    )


@room.page("/account/providers/<id:link_id>/unlink", access=RECENT, limit=PER_MINUTE, shown_if=is_on)
def ask_to_unlink(link_id: str, caller: Caller) -> Response:
    return show_own("provider_unlink.html", caller, here="providers", link=_get(caller, link_id))


@room.page("/account/providers/<id:link_id>/unlink", access=RECENT, limit="30/minute", form=Nothing, shown_if=is_on)
def remove(link_id: str, form: Nothing, caller: Caller) -> Response:
    try:
        unlink(caller, link_id, client=client())
    except Refusal as refusal:
        link = _get(caller, link_id)
        return show_own("provider_unlink.html", caller, here="providers", refusal=refusal, link=link)
    return go_to("account/providers?done=unlinked")


def _get(caller: Caller, link_id: str) -> OwnLink:
    found = next((each for each in list_links(caller.uuid) if each.id == link_id), None)
    if found is None:
        raise ProviderLinkNotFound
    return found
