"""How a device token travels: in a header, for programs that keep it; and in a cookie, for browsers.

The cookie grants nothing, and no script sees it (ASVS 3.3.1, 3.3.2, 3.3.4). Where both come, the header counts.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from gatepost.settings import settings

_HEADER = "Gatepost-Device"
_TOKEN = re.compile(r"[0-9a-f.]{1,400}")
_MAX_AGE = 400 * 24 * 60 * 60  # seconds; browsers keep none for longer (RFC 6265bis)


def remember_device(token: str) -> dict[str, str]:
    """The headers of an answer by which the device learns its *token*."""
    public = urlsplit(settings.public_url or "")
    path = f"{public.path}/user"
    secure = "; Secure" if public.scheme == "https" else ""
    cookie = f"{_cookie_name()}={token}; Path={path}; Max-Age={_MAX_AGE}; HttpOnly; SameSite=Strict{secure}"
    return {_HEADER: token, "Set-Cookie": cookie}


def sent_device_token(environ: dict[str, Any]) -> str:
    """What the present request sends, if it has the shape of one; else nothing."""
    sent = environ.get("HTTP_GATEPOST_DEVICE") or _cookie(environ.get("HTTP_COOKIE", ""))
    return sent if _TOKEN.fullmatch(sent) else ""


def _cookie(header: str) -> str:
    """The first of our name: browsers send the one with the longest path first."""
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == _cookie_name():
            return value
    return ""


def _cookie_name() -> str:
    """With the prefix that browsers hold to be set by HTTPS only; the other prefix would ask for Path=/."""
    secure = (settings.public_url or "").startswith("https://")
    return f"__Secure-{_HEADER}" if secure else _HEADER
