"""Adopt the original's table: back up, rename it, make ours, and copy its users.

A run that is killed anywhere is finished by the next one. On SQLite and PostgreSQL all is one transaction. MariaDB and
MySQL commit with each change of a table, so each step looks whether it is done; the users are copied in one
transaction with the line of the audit record, which tells that they are.
"""

import re
from collections.abc import Collection
from datetime import tzinfo
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, column, delete, func, insert, inspect, select, table, text

from gatepost.adoption.backup import back_up
from gatepost.adoption.kinds import Kind
from gatepost.adoption.original import HISTORY, KEPT, KEPT_HISTORY, ON_THE_WAY, ORIGINAL, read_old_users
from gatepost.adoption.plan import Plan
from gatepost.adoption.survey import Survey, survey
from gatepost.adoption.values import wrapped
from gatepost.audit.models import AuditEvent
from gatepost.audit.record import record_on
from gatepost.contacts.models import Contact
from gatepost.database.engines import sqlite_file
from gatepost.settings import BadSettings, current_settings
from gatepost.users.models import User

_AT_ONCE = 1000  # rows of one statement
_OURS = re.compile("[0-9]{4}")  # a revision of ours; one of Flask-Migrate has twelve hexadecimal digits


class Adoption(NamedTuple):
    """The survey, whether this run adopted it (*done*), and the path of the *backup* of a file."""

    found: Survey
    done: bool
    backup: Path | None = None


def adopt_original(accepted: Collection[Kind], zone: tzinfo, *, wrap: bool = False) -> Adoption:
    """Adopt the original's table, unless rows clash whose kind is not *accepted*: then nothing is changed.

    With *wrap* the hashes are wrapped, which takes the time of a log-in for each. One process does it at a time. Raises
    BadSettings.
    """
    from gatepost.migrations.run import exclusive_connection, upgrade_on  # noqa: PLC0415  Alembic is late

    with exclusive_connection() as connection:
        found = survey(connection, zone)
        if found.state == "adopted" or set(found.plan.kinds) - set(accepted):
            return Adoption(found, done=False)
        file = sqlite_file(current_settings())
        backup = None if file is None else back_up(file)
        if found.state == "original":
            _rename(connection, ORIGINAL, ON_THE_WAY)  # first, because this name tells that an adoption has begun
            found = found._replace(plan=_with_last_rows(connection, found.plan, zone, accepted))
        _keep_history(connection)
        _commit_where_tables_do(connection)
        upgrade_on(connection)
        _commit_where_tables_do(connection)
        _copy(connection, found.plan, wrap=wrap)
        _commit_where_tables_do(connection)
        _rename(connection, ON_THE_WAY, KEPT)
        return Adoption(found, done=True, backup=backup)


def _with_last_rows(connection: Connection, plan: Plan, zone: tzinfo, accepted: Collection[Kind]) -> Plan:
    """The *plan*, or another one if the original wrote rows after they were read; from now on it cannot.

    Raises BadSettings for a clash among them; the table has its name again then.
    """
    if plan.is_of(read_old_users(connection, ON_THE_WAY)):
        return plan
    plan = Plan(read_old_users(connection, ON_THE_WAY), zone)
    if set(plan.kinds) - set(accepted):
        _rename(connection, ON_THE_WAY, ORIGINAL)
        _commit_where_tables_do(connection)
        raise BadSettings(
            "The original is running, and has written rows that clash. Stop it, and run gatepost adopt again."
            " Nothing was changed."
        )
    return plan


def _keep_history(connection: Connection) -> None:
    """Keep the revision that Flask-Migrate noted for the original: it is none of ours."""
    look, noted = inspect(connection), table(HISTORY, column("version_num"))
    if not look.has_table(HISTORY):
        return
    revision = connection.scalar(select(noted.c.version_num))
    if revision is None or _OURS.fullmatch(revision):
        return
    if not look.has_table(KEPT_HISTORY):
        connection.execute(text(f"CREATE TABLE {KEPT_HISTORY} (version_num VARCHAR(255) PRIMARY KEY)"))
    kept = table(KEPT_HISTORY, column("version_num"))
    if connection.scalar(select(kept.c.version_num)) is None:
        connection.execute(insert(kept), {"version_num": revision})
    connection.execute(delete(noted))


def _copy(connection: Connection, plan: Plan, *, wrap: bool) -> None:
    """Copy the users, once. Raises BadSettings if others registered since a run was killed."""
    if connection.scalar(select(AuditEvent.id).where(AuditEvent.event == "accounts.adopted").limit(1)) is not None:
        return
    others = connection.scalar(select(func.count()).select_from(User))
    if others:
        raise BadSettings(
            f"An adoption was interrupted, and since then {others} accounts were made, which may have the names of"
            " adopted ones. Delete them (gatepost users list, gatepost users delete), and run gatepost adopt again."
        )
    for user in plan.users if wrap else ():
        user["password_hash"] = wrapped(user["password_hash"])
    for model, rows in ((User, plan.users), (Contact, plan.contacts)):
        for place in range(0, len(rows), _AT_ONCE):
            connection.execute(insert(model.__table__), rows[place : place + _AT_ONCE])  # type: ignore[arg-type]
    record_on(connection, "accounts.adopted", about=f"{len(plan.users)} accounts")


def _rename(connection: Connection, name: str, to: str) -> None:
    connection.execute(text(f"ALTER TABLE {name} RENAME TO {to}"))


def _commit_where_tables_do(connection: Connection) -> None:
    """Commit on an engine that commits with each change of a table anyway; the others go on with their transaction."""
    if connection.dialect.name in ("mysql", "mariadb"):
        connection.commit()
