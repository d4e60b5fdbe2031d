"""The origins whose pages may use session cookies: our own, and those of GATEPOST_BROWSER_ORIGINS (ASVS 3.5.1).

A browser tells of which origin the page is that asks (``Origin``), and whether that is the one that it asks
(``Sec-Fetch-Site``). No page can set either of these headers.
"""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from gatepost.errors import CrossSiteRequest
from gatepost.settings import settings

_DEFAULT_PORTS = {"http": 80, "https": 443}


def check_page(environ: dict[str, Any]) -> None:
    """Check that a page of such an origin asks for a change. Raises CrossSiteRequest, also if no header tells it.

    Each header that is there has to allow it. ``Sec-Fetch-Site`` alone allows our own origin only.
    """
    if "HTTP_ORIGIN" not in environ and "HTTP_SEC_FETCH_SITE" not in environ:
        raise CrossSiteRequest
    check_reader(environ)


def check_reader(environ: dict[str, Any]) -> None:
    """The same for a page that reads. Browsers send no ``Origin`` with that to their own origin; older ones nothing.

    Raises CrossSiteRequest.
    """
    origin, site = environ.get("HTTP_ORIGIN"), environ.get("HTTP_SEC_FETCH_SITE", "same-origin")
    is_listed = origin in settings.browser_origins
    if origin is not None and not is_listed and origin not in own_origins():
        raise CrossSiteRequest
    if site != "same-origin" and not is_listed:
        raise CrossSiteRequest


def own_origins() -> frozenset[str]:
    """The origins at which the service itself is reached."""
    if settings.public_url is not None:
        return _origins_of(settings.public_url)
    return _origins_of(settings.bound_address, settings.local_address)


@lru_cache(maxsize=16)
def _origins_of(*urls: str) -> frozenset[str]:
    """The origins of these addresses, as browsers write them: in lower case, without the usual port (RFC 6454)."""
    return frozenset(map(_origin, urls))


def _origin(url: str) -> str:
    address = urlsplit(url)
    host = address.hostname or ""
    port = "" if address.port in (None, _DEFAULT_PORTS[address.scheme]) else f":{address.port}"
    return f"{address.scheme}://{f'[{host}]' if ':' in host else host}{port}"
