"""Forms are taken from our own pages only (cross-site request forgery, ASVS 3.5.1).

Browsers say by ``Sec-Fetch-Site`` whether a request comes from a page of the same origin; older ones send ``Origin``.
A request that says neither comes from no page, and is refused too.
"""

from typing import Any
from urllib.parse import urlsplit

from gatepost.errors import CrossSiteForm
from gatepost.settings import settings


def require_same_origin(environ: dict[str, Any]) -> None:
    """Raises CrossSiteForm."""
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        same = site == "same-origin"
    else:
        public = urlsplit(settings.public_url or settings.bound_address)
        same = environ.get("HTTP_ORIGIN") == f"{public.scheme}://{public.netloc}"
    if not same:
        raise CrossSiteForm
