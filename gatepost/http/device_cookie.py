"""The device token in transit: in a header for programs, in a cookie for browsers.

The cookie grants nothing, and no script can read it (ASVS 3.3.1, 3.3.2, 3.3.4). If a request has both, the header wins.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from gatepost.settings import settings

_HEADER = "Gatepost-Device"
_TOKEN = re.compile(r"[0-9a-f.]{1,400}")
_MAX_AGE = 400 * 24 * 60 * 60  # seconds; browsers keep none for longer (RFC 6265bis)


def remember_device(token: str) -> dict[str, str]:
    """The headers of an answer that give the device its *token*."""
    public = urlsplit(settings.public_url or "")
    path = f"{public.path}/user"
    secure = "; Secure" if public.scheme == "https" else ""
    cookie = f"{_cookie_name()}={token}; Path={path}; Max-Age={_MAX_AGE}; HttpOnly; SameSite=Strict{secure}"
    return {_HEADER: token, "Set-Cookie": cookie}


def sent_device_token(environ: dict[str, Any]) -> str:
    """The device token of the present request, not yet verified; empty if there is none or its shape is wrong."""
    sent = environ.get("HTTP_GATEPOST_DEVICE") or _cookie(environ.get("HTTP_COOKIE", ""))
    return sent if _TOKEN.fullmatch(sent) else ""


def _cookie(header: str) -> str:
    """The first cookie of our name, because browsers send the one with the longest path first."""
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == _cookie_name():
            return value
    return ""


def _cookie_name() -> str:
    """The name with ``__Secure-`` on HTTPS: browsers accept that only from HTTPS. ``__Host-`` would require Path=/."""
    secure = (settings.public_url or "").startswith("https://")
    return f"__Secure-{_HEADER}" if secure else _HEADER
