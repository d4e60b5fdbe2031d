"""Begin a log-in with a provider, or the linking of an account there."""

import json
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from gatepost import clock
from gatepost.caller import Caller
from gatepost.crypto import Unsealable, derive_key, seal, unseal
from gatepost.errors import ForPrograms, InvalidInput, LogInNotBegun, NotOffered
from gatepost.providers.find_provider import get_provider
from gatepost.providers.protocols import protocol_of
from gatepost.providers.state import new_state, seal_state
from gatepost.settings import settings
from gatepost.settings.providers import Provider

_PAGE = "/account/login/back"  # of account/sign_in_with.py
_TICKET = timedelta(minutes=5)
PATH = "/user/login/with"


class Begun(NamedTuple):
    """Where the browser goes, and the cookie that it has to bring back."""

    url: str
    cookie: str


def begin_log_in(name: str, *, return_to: str, challenge: str = "", ticket: str | None = None) -> Begun:
    """Send the browser to the provider. With a *ticket* of a session it links, and does not log in.

    Raises UnknownProvider, NotOffered, InvalidInput, LogInNotBegun, ProviderUnavailable.
    """
    provider = get_provider(name)
    check_offered(provider)
    check_return_address(return_to)
    user_uuid, session_id = ("", "") if ticket is None else _read_ticket(ticket, name)
    state = new_state(name, return_to=return_to, challenge=challenge, user_uuid=user_uuid, session_id=session_id)
    url = protocol_of(provider).authorization_url(provider, state, redirect_uri=callback_of(provider))
    return Begun(url, seal_state(state))


def begin_link(caller: Caller, name: str, *, return_to: str) -> str:
    """The address to which the caller's app sends the browser, within five minutes, to link an account of theirs.

    Raises UnknownProvider, NotOffered, InvalidInput.
    """
    check_offered(get_provider(name))
    check_return_address(return_to)
    query = {"return_to": return_to, "link": link_ticket(caller, name)}
    return f"{settings.issuer}{PATH}/{name}?{urlencode(query)}"


def link_ticket(caller: Caller, name: str) -> str:
    """The ticket by which the caller's session links an account of theirs at this provider, for five minutes.

    Raises UnknownProvider, NotOffered.
    """
    check_offered(get_provider(name))
    expires = int((clock.now() + _TICKET).timestamp())
    return seal(json.dumps([caller.uuid, caller.session_id, expires]), key=_key(), context=name)


def check_offered(provider: Provider) -> None:
    """Raises NotOffered for a provider that knows only apps."""
    if not provider.logs_in_browsers:
        raise NotOffered


def own_return_url() -> str:
    """The page of ours to which a provider leads people back who have begun at a page of ours."""
    return f"{settings.issuer}{_PAGE}"


def own_link_url(name: str) -> str:
    """The same for people who link an account at the provider of this *name* (account/linking.py)."""
    return f"{settings.issuer}/account/providers/{name}/back"


def is_own_page(return_to: str) -> bool:
    """Whether it is one of these pages, where they are on."""
    own = (own_return_url(), *(own_link_url(each.name) for each in settings.providers))
    return settings.account_pages and return_to in own


def check_return_address(return_to: str) -> None:
    """Only an address that the settings list, letter for letter, or a page of ours is right (ASVS 15.1).

    Raises InvalidInput.
    """
    if return_to not in settings.return_urls and not is_own_page(return_to):
        raise InvalidInput({"return_to": [ForPrograms("This address is not one of GATEPOST_RETURN_URLS.")]})


def callback_of(provider: Provider) -> str:
    """The address to which the provider sends the browser back; each provider has one of its own (RFC 9700 2.1)."""
    return f"{settings.issuer}{PATH}/{provider.name}/callback"


def _read_ticket(ticket: str, name: str) -> tuple[str, str]:
    try:
        user_uuid, session_id, expires = json.loads(unseal(ticket, key=_key(), context=name))
    except Unsealable:
        raise LogInNotBegun from None
    if clock.now().timestamp() >= expires:
        raise LogInNotBegun
    return user_uuid, session_id


def _key() -> bytes:
    return derive_key(settings.secret_key, "tickets that link accounts of providers")
