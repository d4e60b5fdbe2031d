"""The secret of a session that its browser keeps in a cookie: 256 random bits, of which only a digest is stored.

The cookie is ``<session id>.<secret>``: the row is found by its key, and the secret compared with its digest.
"""

import re
from typing import NamedTuple

from sqlalchemy import ColumnElement

from gatepost.crypto import digest, random_token
from gatepost.sessions.models import Session

_SHAPE = re.compile(r"([0-9a-f]{32})\.([A-Za-z0-9_-]{43})")


class Cookie(NamedTuple):
    """A session cookie, taken apart."""

    session_id: str
    secret: str

    @property
    def value(self) -> str:
        return f"{self.session_id}.{self.secret}"

    @property
    def digest(self) -> str:
        """It is stored in the place of the secret."""
        return digest(self.secret)


def new_cookie(session_id: str) -> Cookie:
    """A cookie of this session with a new secret."""
    return Cookie(session_id, random_token())


def read_cookie(value: str) -> Cookie | None:
    """The parts of a cookie that was sent, unverified; None if it was never one of ours."""
    found = _SHAPE.fullmatch(value)
    return None if found is None else Cookie(*found.groups())


def is_session_of(cookie: Cookie) -> tuple[ColumnElement[bool], ...]:
    """The conditions of the session whose present cookie this is."""
    return Session.id == cookie.session_id, Session.cookie_digest == cookie.digest
