"""Notes every statement that writes, as it is sent."""

import traceback
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import IntegrityError

import gatepost
from gatepost.database import PreparedClaim, db, violated_constraint

from .constraints import named
from .statements import described

_SERVICE = str(Path(gatepost.__file__).parent)
_DATABASE = f"{_SERVICE}/database/"
_TESTS, _OURS = str(Path(__file__).parents[1]), str(Path(__file__).parent)
_ENGINES = {"mysql": "mariadb"}
CHANGED = "changed rows"


class Write(NamedTuple):
    """A statement, and what came of it: ``changed rows``, ``changed none``, or the constraint that refused it."""

    statement: str
    outcome: str


class Sent(NamedTuple):
    """A write that a test caused."""

    engine: str
    marked: bool
    write: Write
    place: str


class Watch:
    """What has been *sent* in this process."""

    def __init__(self) -> None:
        self.sent: set[Sent] = set()
        self.marked = False  # the test that runs

    def begin(self) -> None:
        event.listen(Engine, "after_cursor_execute", self._after)
        event.listen(Engine, "handle_error", self._refused)
        self._watch_claims()

    def note(self, engine: Engine, sql: str, outcome: str) -> None:
        found = described(sql)
        place = _place() if found is not None else None
        if found is None or place is None:
            return
        writes = [Write(found.statement, outcome)]
        if outcome == CHANGED:
            writes += [Write(f"UPDATE {found.table} SET {column}", outcome) for column in found.columns]
        name = _ENGINES.get(engine.dialect.name, engine.dialect.name)
        self.sent.update(Sent(name, self.marked, write, place) for write in writes)

    def _after(self, connection: Connection, cursor: Any, sql: str, *_: Any) -> None:
        self.note(connection.engine, sql, _outcome(cursor.rowcount))

    def _refused(self, context: ExceptionContext) -> None:
        error = context.sqlalchemy_exception
        if isinstance(error, IntegrityError) and context.statement and context.engine:
            found = described(context.statement)
            if found is not None:
                name = named(violated_constraint(error), found.table)
                self.note(context.engine, context.statement, f"refused by {name}")

    def _watch_claims(self) -> None:
        """A prepared claim is sent below SQLAlchemy, which knows nothing of it."""
        claim = PreparedClaim.claim

        def watched(this: PreparedClaim, **values: Any) -> int:
            changed = claim(this, **values)
            self.note(db.engine, str(this._statement), _outcome(changed))
            return changed

        PreparedClaim.claim = watched  # type: ignore[method-assign]


def _outcome(rows: int) -> str:
    return "changed none" if rows == 0 else CHANGED


def _place() -> str | None:
    """The function of the service that sends what is sent now; None if a test does."""
    for frame, _ in traceback.walk_stack(None):
        file = frame.f_code.co_filename
        if file.startswith(_SERVICE) and not file.startswith(_DATABASE):
            return f"{file.removeprefix(_SERVICE)[1:]}:{frame.f_code.co_qualname}"
        if file.startswith(_TESTS) and not file.startswith(_OURS):
            return None
    return None
