"""The device token in transit: in a header for programs, in a cookie for browsers.

The cookie grants nothing, and no script can read it (ASVS 3.3.1, 3.3.2, 3.3.4). If a request has both, the header wins.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from gatepost.http.cookies import find_cookie, is_on_https, write_cookie
from gatepost.settings import settings

_HEADER = "Gatepost-Device"
_TOKEN = re.compile(r"[0-9a-f.]{1,400}")
_MAX_AGE = 400 * 24 * 60 * 60  # seconds; browsers keep none for longer (RFC 6265bis)


def remember_device(token: str) -> dict[str, str]:
    """The headers of an answer that give the device its *token*."""
    path = urlsplit(settings.public_url or "").path or "/"  # the endpoints and the account pages know it alike
    cookie = write_cookie(_cookie_name(), token, path=path, seconds=_MAX_AGE, same_site="Strict")
    return {_HEADER: token, "Set-Cookie": cookie}


def sent_device_token(environ: dict[str, Any]) -> str:
    """The device token of the present request, not yet verified; empty if there is none or its shape is wrong."""
    sent = environ.get("HTTP_GATEPOST_DEVICE") or find_cookie(environ, _cookie_name())
    return sent if _TOKEN.fullmatch(sent) else ""


def _cookie_name() -> str:
    """The name with ``__Secure-`` on HTTPS: browsers accept that only from HTTPS. ``__Host-`` would require Path=/."""
    return f"__Secure-{_HEADER}" if is_on_https() else _HEADER
