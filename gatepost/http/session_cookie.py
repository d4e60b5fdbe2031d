"""The session cookie in transit, and the CSRF token that goes with it.

``SameSite=Lax`` keeps it from the requests of other sites, but for links. With ``__Host-`` no other host of the domain
can set it (ASVS 3.3.1, 3.3.3). Without HTTPS it is for this machine alone.
"""

from typing import Any
from urllib.parse import urlsplit

from gatepost import clock
from gatepost.caller import SessionCookie
from gatepost.crypto import derive_key, keyed_digest
from gatepost.errors import ForPrograms, NotOffered
from gatepost.http.cookies import answer_with_cookie, find_cookie, is_on_https, write_cookie
from gatepost.ip_addresses import parse_address
from gatepost.settings import settings

_NAME = "gatepost-session"
_NEEDS_HTTPS = ForPrograms("Sessions in cookies need HTTPS: set GATEPOST_PUBLIC_URL to an address with https://.")


def sent_session(environ: dict[str, Any]) -> str:
    """The session cookie of a request, unverified; empty if there is none."""
    return find_cookie(environ, _name()) if "HTTP_COOKIE" in environ else ""


def remember_session(cookie: SessionCookie) -> None:
    """Give the browser this cookie with the answer to the present request."""
    seconds = max(0, int((cookie.ends_at - clock.now()).total_seconds()))
    answer_with_cookie(_NAME, _header(cookie.value, seconds))


def forget_session() -> None:
    """Take the cookie away with the answer to the present request, because its session is over."""
    answer_with_cookie(_NAME, _header("", 0))


def csrf_token(cookie: str) -> str:
    """The token that a page sends with each change. Nobody can compute it from the cookie without our key.

    It is another one as soon as the cookie is. The page learns it from an answer that other origins cannot read.
    """
    return keyed_digest(cookie, key=derive_key(settings.secret_key, "csrf of session cookies")).hex()


def check_offered() -> None:
    """Raises NotOffered where the cookie would cross a network unencrypted."""
    if not (is_on_https() or _is_this_machine(settings.public_url or settings.bound_address)):
        raise NotOffered(_NEEDS_HTTPS)


def _header(value: str, seconds: int) -> str:
    return write_cookie(_name(), value, path="/", seconds=seconds, same_site="Lax")


def _name() -> str:
    return f"__Host-{_NAME}" if is_on_https() else _NAME


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    address = parse_address(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")
