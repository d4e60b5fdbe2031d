"""What is in the tables at the start of a test: the rows that the service cannot do without, and one client."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, String, cast, delete, exists, insert, literal, null, select, union_all, update

from gatepost import clock
from gatepost.audit.chain import first_ends
from gatepost.audit.models import AuditChain
from gatepost.crypto import digest
from gatepost.database import db
from gatepost.keys.models import SigningKey
from gatepost.keys.ring import current_ring
from gatepost.keys.rotate import rotate_if_due
from gatepost.migrations.tables import TABLES
from gatepost.oauth.models import OAuthClient
from gatepost.users.roles import Role, built_in_rows

_FIRST = (Role, AuditChain, OAuthClient, SigningKey)
_OTHERS = tuple(table for table in reversed(TABLES) if table not in _FIRST)
_FILLED = select(*(exists(select(1).select_from(table)).label(table.__tablename__) for table in _OTHERS))
_MOMENTS = ("created_at", "moved_at", "signs_from")
_LATE_CLOCKS = timedelta(minutes=5)  # so long before now signs the first key


def _whole_rows() -> Any:
    """One statement for all of the first rows, as text and without their moments."""
    columns = [[column for column in table.__table__.columns if column.name not in _MOMENTS] for table in _FIRST]
    width = max(map(len, columns))
    return union_all(
        *(
            select(
                literal(table.__tablename__).label("of"),
                *(cast(column, String(5000)).label(f"c{at}") for at, column in enumerate(its)),
                *(null().label(f"c{at}") for at in range(len(its), width)),
            )
            for table, its in zip(_FIRST, columns, strict=True)
        )
    )


_ROWS = _whole_rows()


class FirstRows:
    """Restores them in one database. It changes only what a test has changed, and moves their times to now."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        self._client = {"client_id": client_id, "name": "tests", "secret_digest": digest(client_secret)}
        self._rows: list[str] = []

    def restore(self) -> None:
        """Empty the tables but for the first rows. The service's context is active."""
        with db.engine.begin() as connection:
            filled = connection.execute(_FILLED).one()
            for table, has_rows in zip(_OTHERS, filled, strict=True):
                if has_rows:
                    connection.execute(delete(table.__table__))
            whole = bool(self._rows) and self._read(connection) == self._rows
            if whole:
                self._move_to_now(connection)
        if not whole:
            self._write()

    def _write(self) -> None:
        with db.engine.begin() as connection:
            for table in _FIRST:
                connection.execute(delete(table.__table__))
            connection.execute(insert(AuditChain), first_ends())
            connection.execute(insert(Role), built_in_rows())
            connection.execute(insert(OAuthClient), self._client)
        current_ring().forget()
        rotate_if_due()
        with db.engine.begin() as connection:
            self._rows = self._read(connection)

    @staticmethod
    def _read(connection: Connection) -> list[str]:
        return sorted(map(repr, connection.execute(_ROWS).all()))

    @staticmethod
    def _move_to_now(connection: Connection) -> None:
        now = clock.now()
        connection.execute(update(AuditChain).values(moved_at=now))
        connection.execute(update(OAuthClient).values(created_at=now))
        connection.execute(update(SigningKey).values(created_at=now, signs_from=now - _LATE_CLOCKS))
