"""GET /account: the state of an account at a glance, and the way to each page about it."""

from flask import Response

from gatepost.account.download import find_export
from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, show_own
from gatepost.caller import Caller
from gatepost.contacts.store import pending_of
from gatepost.factors.own_factors import count_recovery_codes, list_factors
from gatepost.fields.declared import declared
from gatepost.fields.show import lacks_required
from gatepost.http.access import ENROLLING
from gatepost.passkeys.manage_passkeys import list_passkeys
from gatepost.personal_tokens.list_tokens import list_tokens
from gatepost.providers.links import list_links
from gatepost.sessions.list_sessions import read_sessions
from gatepost.users.models import get_user

room = own_room("account home")


@room.page("/account", access=ENROLLING, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_home(query: Done, caller: Caller) -> Response:
    if caller.enrolling:
        return show_own("enrol.html", caller, here="home", done=query.done)
    found = {
        "pending": pending_of(caller.uuid),
        "factors": len(list_factors(caller.uuid)),
        "codes": count_recovery_codes(caller.uuid),
        "passkeys": len(list_passkeys(caller)[0]),
        "providers": [link.provider for link in list_links(caller.uuid)],
        "sessions": len(read_sessions(caller, caller.uuid)),
        "tokens": len(list_tokens(caller, caller.uuid)),
        "export": find_export(caller),
        "lacking": bool(declared()) and lacks_required(get_user(caller.uuid).fields),
    }
    return show_own("home.html", caller, here="home", done=query.done, **found)
