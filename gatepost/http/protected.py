"""A request to a protected application, as its proxy describes it when it asks (GET /forward-auth).

nginx, Caddy and Traefik name the application's host, the method and the address by ``X-Forwarded-Host``, ``-Method``
and ``-Uri``, and pass the browser's own headers on. A browser has a cookie of its own for each protected host.
"""

import re
from typing import Any
from urllib.parse import urlencode

from gatepost.crypto import digest, random_token
from gatepost.errors import CrossSiteRequest, InvalidToken, MalformedAuthorization, Refusal, SignInFirst
from gatepost.http.cookies import find_cookie, is_on_https, write_cookie
from gatepost.http.present import present
from gatepost.http.protected_address import origin_of_host, protected_address
from gatepost.settings import settings

_NAME, _STATE = "gatepost-forward", "gatepost-forward-state"
_STATE_SECONDS = 600
_READING = ("GET", "HEAD", "OPTIONS")
_BEARER = re.compile(r"bearer( |$)", re.IGNORECASE)
_STATE_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def protected_origin(environ: dict[str, Any]) -> str | None:
    """The origin of the application, if PROTECTED_ORIGINS lists the host that the proxy names."""
    return origin_of_host(environ.get("HTTP_X_FORWARDED_HOST", ""))


def sent_host_cookie(environ: dict[str, Any]) -> str:
    """The cookie of a protected host, unverified; empty if there is none."""
    return find_cookie(environ, _prefixed(_NAME)) if "HTTP_COOKIE" in environ else ""


def host_credential() -> tuple[str, str] | None:
    """That cookie of the present request, unverified, and the origin that it has to be for; None without either.

    A cookie and a bearer token could be of two users, so neither is chosen: a proxy takes 401 as a refusal, but no 400.
    Raises InvalidToken, CrossSiteRequest.
    """
    environ = present()
    cookie = sent_host_cookie(environ)
    origin = protected_origin(environ) if cookie else None
    if origin is None:
        return None
    if _BEARER.match(environ.get("HTTP_AUTHORIZATION", "")):
        raise InvalidToken
    _check_page(environ, origin)
    return cookie, origin


def refusal_to_proxy(refusal: Refusal) -> Refusal:
    """The answer to a proxy whose client is not known: 401; or 303, if the client is a browser that opens a page.

    Proxies take 401 and 403 as refusals: nginx turns 400 into 500.
    """
    environ = present()
    origin = protected_origin(environ)
    if origin is not None and settings.account_pages and _opens_page(environ):
        return SignInFirst(headers=_way_to_sign_in(environ, origin))
    return InvalidToken() if isinstance(refusal, MalformedAuthorization) else refusal


def sent_state(environ: dict[str, Any]) -> str:
    """The secret that the browser keeps while it is on its way to sign in; empty if it has none."""
    found = find_cookie(environ, _prefixed(_STATE))
    return found if _STATE_SHAPE.fullmatch(found) else ""


def host_cookie_header(value: str, *, seconds: int) -> str:
    """The header Set-Cookie that gives a browser the cookie of the protected host that it asks."""
    return write_cookie(_prefixed(_NAME), value, path="/", seconds=seconds, same_site="Lax")


def _check_page(environ: dict[str, Any], origin: str) -> None:
    """Let pages of other origins link to the application, and do no more with the cookie (ASVS 3.5.1, 3.5.8).

    ``SameSite`` does not hold back other hosts of the same site. Raises CrossSiteRequest.
    """
    sent, site = environ.get("HTTP_ORIGIN"), environ.get("HTTP_SEC_FETCH_SITE")
    if environ.get("HTTP_X_FORWARDED_METHOD") not in _READING:
        allowed = sent == origin if sent is not None else site == "same-origin"
        allowed = allowed and site in (None, "same-origin")
    else:
        is_link = environ.get("HTTP_SEC_FETCH_MODE") == "navigate" and not _is_framed(environ)
        allowed = sent in (None, origin) and (is_link or site in (None, "none", "same-origin"))
    if not allowed:
        raise CrossSiteRequest


def _is_framed(environ: dict[str, Any]) -> bool:
    """Whether the browser loads the page into a frame of another one, which is a navigation, too."""
    return environ.get("HTTP_SEC_FETCH_DEST") not in (None, "document")


def _opens_page(environ: dict[str, Any]) -> bool:
    return (
        environ.get("HTTP_X_FORWARDED_METHOD") == "GET"
        and "text/html" in environ.get("HTTP_ACCEPT", "").lower()
        and environ.get("HTTP_SEC_FETCH_MODE", "navigate") == "navigate"
        and "HTTP_AUTHORIZATION" not in environ
    )


def _way_to_sign_in(environ: dict[str, Any], origin: str) -> dict[str, str]:
    """The page to which the browser is sent, and the secret that it keeps until it is back.

    Several tabs share that secret. Only its digest travels in an address.
    """
    state = sent_state(environ) or random_token()
    address = protected_address(f"{origin}{environ.get('HTTP_X_FORWARDED_URI', '')}")
    to = f"{origin}/" if address is None else address.whole
    cookie = write_cookie(_prefixed(_STATE), state, path="/", seconds=_STATE_SECONDS, same_site="Lax")
    query = urlencode({"to": to, "state": digest(state)})
    return {"Location": f"{settings.issuer}/account/forward?{query}", "Set-Cookie": cookie}


def _prefixed(name: str) -> str:
    """With ``__Host-`` no other host of the domain sets or gets it."""
    return f"__Host-{name}" if is_on_https() else name
