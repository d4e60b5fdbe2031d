"""The cookie by which a browser shows the account of a user as whom staff act, beside their own session.

It holds the access token of the impersonation, which reads and changes nothing. Only pages about an account look at it
(pages/page_room.py), and each looks whether it still holds. With ``__Host-`` no other host of the domain can set it.
"""

from datetime import datetime
from typing import Any

from gatepost import clock
from gatepost.http.cookies import answer_with_cookie, answers_with_cookie, find_cookie, is_on_https, write_cookie
from gatepost.http.present import present

_NAME = "gatepost-acting"
_AS = "gatepost.acting_as"


def sent_acting(environ: dict[str, Any]) -> str:
    """The cookie of a request, unverified; empty if there is none."""
    return find_cookie(environ, _name()) if "HTTP_COOKIE" in environ else ""


def remember_acting(token: str, *, ends_at: datetime) -> None:
    """Give the browser this access token with the answer to the present request, until it ends."""
    answer_with_cookie(_NAME, _header(token, max(0, int((ends_at - clock.now()).total_seconds()))))


def forget_acting() -> None:
    """Take the cookie away with the answer to the present request."""
    answer_with_cookie(_NAME, _header("", 0))
    present().pop(_AS, None)


def note_acting(username: str) -> None:
    """Keep that the present request is one of staff who act as this user."""
    present()[_AS] = username


def acting_as() -> str:
    """The username of the user as whom staff act by the present request; empty if nobody does."""
    return str(present().get(_AS, ""))


def acting_is_over() -> bool:
    """Whether the present request had the cookie of an impersonation that holds no longer."""
    return answers_with_cookie(_NAME)


def _header(value: str, seconds: int) -> str:
    return write_cookie(_name(), value, path="/", seconds=seconds, same_site="Lax")


def _name() -> str:
    return f"__Host-{_NAME}" if is_on_https() else _NAME
