"""The cookie that binds a log-in with a provider to the browser that began it.

``SameSite=Lax``: the provider sends the browser back by a link, and Strict would keep the cookie from us then. A form
of the provider's page comes without it, and is answered with such a link (providers/form_post.py). With ``__Host-`` no
other host of the domain can set it. Browsers take that from HTTPS only.
"""

from typing import Any

from gatepost.settings import settings

_NAME = "Gatepost-Log-In"
_MAX_AGE = 600  # seconds
_LONGEST = 3000  # characters; a cookie has room for 4,096


def remember_state(value: str) -> dict[str, str]:
    """The header of an answer that gives the browser its state. An empty *value* takes it away."""
    secure = "; Secure" if _is_secure() else ""
    age = _MAX_AGE if value else 0
    return {"Set-Cookie": f"{_name()}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}"}


def sent_state(environ: dict[str, Any]) -> str:
    """The state of the present request, not yet verified; empty if there is none."""
    for pair in environ.get("HTTP_COOKIE", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == _name() and len(value) <= _LONGEST:
            return str(value)
    return ""


def _name() -> str:
    return f"__Host-{_NAME}" if _is_secure() else _NAME


def _is_secure() -> bool:
    return (settings.public_url or "").startswith("https://")
