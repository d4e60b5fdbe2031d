"""Insert the users of one Gatepost database into another, empty one, through SQLAlchemy Core alone.

Rows are read before, in the order in which they were inserted. Printed are the seconds that the insertions took, in
transactions of as many users as those of an import.
"""

import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, insert, select

from gatepost.audit.models import AuditEvent
from gatepost.contacts.models import Contact
from gatepost.database.engines import database_url, set_up_engine
from gatepost.environment import load_settings
from gatepost.imports.import_users import BATCH
from gatepost.users.external_ids import ExternalId
from gatepost.users.models import User

_TABLES: tuple[tuple[Any, str], ...] = (
    (User, "uuid"),
    *((table, "user_uuid") for table in (Contact, ExternalId, AuditEvent)),
)
_Rows = dict[str, list[dict[str, Any]]]


def _engine(instance: str, uri: str) -> Engine:
    settings = load_settings({}, instance=Path(instance), sqlalchemy_database_uri=uri)
    engine = create_engine(database_url(settings))
    set_up_engine(engine, settings, writer=True)
    return engine


def _read(engine: Engine) -> tuple[list[str], dict[Any, _Rows]]:
    """The uuids in the order of their insertion, and the rows of each table by uuid."""
    found: dict[Any, _Rows] = {}
    with engine.connect() as connection:
        imported = select(AuditEvent.user_uuid).where(AuditEvent.event == "account.imported").order_by(AuditEvent.id)
        uuids = [str(uuid) for uuid in connection.scalars(imported)]
        for table, of in _TABLES:
            rows: _Rows = defaultdict(list)
            for row in connection.execute(select(*table.__table__.columns)).mappings():
                filled = {name: value for name, value in row.items() if table is not AuditEvent or name in _WRITTEN}
                rows[row[of]].append(filled)
            found[table] = rows
    return uuids, found


_WRITTEN = ("at", "event", "user_uuid")


def main(source: tuple[str, str], target: tuple[str, str]) -> float:
    """Copy, and give the seconds."""
    uuids, found = _read(_engine(*source))
    engine = _engine(*target)
    engine.connect().close()
    begun = time.monotonic()
    for first in range(0, len(uuids), BATCH):
        some = uuids[first : first + BATCH]
        with engine.begin() as connection:
            for table, _ in _TABLES:
                rows = [row for uuid in some for row in found[table][uuid]]
                if rows:
                    connection.execute(insert(table), rows)
    return time.monotonic() - begun


if __name__ == "__main__":
    folder, uri, into_folder, into_uri = sys.argv[1:]
    print(main((folder, uri), (into_folder, into_uri)))
