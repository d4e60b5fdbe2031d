"""The cookie that binds a log-in with a provider to the browser that began it.

``SameSite=Lax``: the provider sends the browser back by a link, and Strict would keep the cookie from us then. A form
of the provider's page comes without it, and is answered with such a link (providers/form_post.py). With ``__Host-`` no
other host of the domain can set it. Browsers take that from HTTPS only.
"""

from typing import Any

from gatepost.http.cookies import find_cookie, is_on_https, write_cookie

_NAME = "Gatepost-Log-In"
_MAX_AGE = 600  # seconds
_LONGEST = 3000  # characters; a cookie has room for 4,096


def remember_state(value: str) -> dict[str, str]:
    """The header of an answer that gives the browser its state. An empty *value* takes it away."""
    age = _MAX_AGE if value else 0
    return {"Set-Cookie": write_cookie(_name(), value, path="/", seconds=age, same_site="Lax")}


def sent_state(environ: dict[str, Any]) -> str:
    """The state of the present request, not yet verified; empty if there is none."""
    value = find_cookie(environ, _name())
    return value if len(value) <= _LONGEST else ""


def _name() -> str:
    return f"__Host-{_NAME}" if is_on_https() else _NAME
