"""A question about sessions: asked for one request, or in one statement for all requests that wait together.

The event loop of a server process asks for many (``serving/``), and keeps the answer here for the request. Then the
request is served as in a thread, and finds its rows without asking again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar, Token
from typing import Any, NamedTuple

from sqlalchemy import Engine, Select, bindparam

from gatepost.database import PreparedStatement
from gatepost.sessions.alive import select_alive
from gatepost.sessions.models import Session
from gatepost.settings import Settings, current_settings
from gatepost.users.models import User

MOST = 64  # sessions that one statement asks about
_SIZES = (1, 2, 4, 8, 16, 32, MOST)  # so that a server sees few statements, each often

Rows = Sequence[Sequence[Any]]


class SessionKey(NamedTuple):
    """A session, and the user that it must belong to: what a token names."""

    session_id: str
    user_uuid: str


class _Found(NamedTuple):
    question: "SessionQuestion | QuestionWithFields"
    key: SessionKey
    rows: Rows


_found: ContextVar[_Found | None] = ContextVar("session_found", default=None)


class SessionQuestion:
    """Asks for *columns* of a session, if it is alive. *joined* adds further tables to the statement."""

    def __init__(self, *columns: Any, joined: Any = lambda statement: statement) -> None:
        self._one = PreparedStatement(joined(select_alive(*columns).where(*_is_one())))
        self._many = {size: PreparedStatement(joined(_select_many(size, columns))) for size in _SIZES}

    def rows(self, key: SessionKey) -> Rows:
        """The row of this session, or none: as it was found for this request, otherwise asked now."""
        found = _found.get()
        if found is not None and found.question is self and found.key == key:
            return found.rows
        return self._one.rows(session_id=key.session_id, user_uuid=key.user_uuid)

    def rows_of(self, keys: Iterable[SessionKey], engine: Engine) -> Mapping[SessionKey, Rows]:
        """The row of each session that is alive, by one statement for MOST of them. Raises the driver's errors."""
        asked = list(dict.fromkeys(keys))
        rows: dict[SessionKey, Rows] = {}
        for begin in range(0, len(asked), MOST):
            part = asked[begin : begin + MOST]
            size = next(size for size in _SIZES if size >= len(part))
            padded = part + [part[-1]] * (size - len(part))
            values = {f"session_{place}": key.session_id for place, key in enumerate(padded)}
            for session_id, user_uuid, *row in self._many[size].fetch(engine, values):
                rows[SessionKey(session_id, user_uuid)] = [row]
        return rows


class QuestionWithFields:
    """The same, with the stored fields of the user as one more column where the settings ask for it, and only there.

    *wanted* tells that of settings. An installation that declares no fields asks as before.
    """

    def __init__(
        self, *columns: Any, joined: Any = lambda statement: statement, wanted: Callable[[Settings], bool]
    ) -> None:
        self._without = SessionQuestion(*columns, joined=joined)
        self._with = SessionQuestion(*columns, User.fields, joined=joined)
        self._wanted = wanted

    def chosen(self, settings: Settings) -> SessionQuestion:
        """The question that is asked of the database with these *settings*."""
        return self._with if self._wanted(settings) else self._without

    def rows(self, key: SessionKey) -> Rows:
        """The row of this session, or none: as it was found for this request, otherwise asked now."""
        found = _found.get()
        if found is not None and found.question is self and found.key == key:
            return found.rows
        return self.chosen(current_settings()).rows(key)


def keep_found(question: SessionQuestion | QuestionWithFields, key: SessionKey, rows: Rows) -> Token[_Found | None]:
    """Answer this question with these *rows* from now on, until :func:`forget_found`."""
    return _found.set(_Found(question, key, rows))


def forget_found(state: Token[_Found | None]) -> None:
    """End what :func:`keep_found` began."""
    _found.reset(state)


def _is_one() -> tuple[Any, ...]:
    return Session.id == bindparam("session_id"), Session.user_uuid == bindparam("user_uuid")


def _select_many(size: int, columns: Iterable[Any]) -> Select[*tuple[Any, ...]]:
    these: list[Any] = [bindparam(f"session_{place}") for place in range(size)]
    key = (Session.id.label("its_session"), User.uuid.label("its_user"))
    return select_alive(*key, *columns).where(Session.id.in_(these))
