"""Forms are accepted from our own pages only, against cross-site request forgery (ASVS 3.5.1).

Browsers send ``Sec-Fetch-Site``, which tells whether a request comes from a page of the same origin; older ones send
``Origin``. A request with neither header is refused as well.
"""

from typing import Any

from gatepost.errors import CrossSiteForm
from gatepost.http.origins import own_origins


def require_same_origin(environ: dict[str, Any]) -> None:
    """Check the headers of a form's request. Raises CrossSiteForm if it does not come from our own origin."""
    site = environ.get("HTTP_SEC_FETCH_SITE")
    by_origin = site is None and environ.get("HTTP_ORIGIN") in own_origins()
    if not (by_origin or site == "same-origin"):
        raise CrossSiteForm
