"""The history of the tables: up, down and up again on every engine, without drift from the models."""

import sqlite3
import subprocess
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from gatepost import migrations
from gatepost.database import db
from gatepost.migrations.tables import METADATA
from tests.serving.wire import at_once
from tests.support.commands import gatepost
from tests.support.live import GATEPOST, ROOT, clean_environment

pytestmark = pytest.mark.every_engine


def tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


@pytest.mark.at_night
def test_up_down_and_up_again(on_empty: Flask) -> None:
    assert tables() == set()
    assert migrations.current() is None
    for _ in range(2):
        migrations.upgrade()
        assert migrations.is_current()
        assert tables() == {*METADATA.tables, "alembic_version"}
        migrations.downgrade("base")
        assert migrations.current() is None
        assert tables() <= {"alembic_version"}


def test_upgrading_what_is_up_to_date_changes_nothing(on_empty: Flask) -> None:
    migrations.upgrade()
    with db.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO audit_events (at, event, user_uuid) VALUES ('2026-01-01 00:00:00', 'kept', 'x')")
        )
    migrations.upgrade()
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT event FROM audit_events")).scalars().all() == ["kept"]


def test_the_migrated_tables_are_those_of_the_models(on_empty: Flask) -> None:
    migrations.upgrade()
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_migrated_tables_have_the_indexes_and_constraints_of_the_models(on_empty: Flask) -> None:
    """By name too: what Alembic does not compare."""
    migrations.upgrade()
    with db.engine.connect() as connection:
        migrated = described(connection)
    migrations.downgrade("base")
    METADATA.create_all(db.engine)
    with db.engine.connect() as connection:
        assert described(connection) == migrated
    METADATA.drop_all(db.engine)


def described(connection: object) -> dict[str, object]:
    look = inspect(connection)
    return {
        table: {
            "columns": [
                (each["name"], str(each["type"]), getattr(each["type"], "collation", None), each["nullable"])
                for each in look.get_columns(table)
            ],
            "key": look.get_pk_constraint(table)["constrained_columns"],
            "indexes": sorted(
                (str(each["name"]), each["column_names"], bool(each["unique"])) for each in look.get_indexes(table)
            ),
            "unique": sorted((str(each["name"]), each["column_names"]) for each in look.get_unique_constraints(table)),
            "foreign": [
                (each["name"], each["constrained_columns"], each["referred_table"], each["options"])
                for each in look.get_foreign_keys(table)
            ],
        }
        for table in METADATA.tables
    }


def test_processes_that_upgrade_at_once_all_succeed(empty_database: str, tmp_path: Path) -> None:
    settings = clean_environment(SQLALCHEMY_DATABASE_URI=empty_database, GATEPOST_INSTANCE=str(tmp_path))
    upgrade = partial(gatepost, "db", "upgrade", folder=tmp_path, environment=settings)
    said = at_once([upgrade] * 4)
    assert [each.returncode for each in said] == [0] * 4, said
    now = gatepost("db", "current", folder=tmp_path, environment=settings)
    assert (now.returncode, "(up to date)" in now.stdout) == (0, True)


def test_on_sqlite_nobody_writes_between_two_steps_of_an_upgrade(
    on_empty: Flask, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine != "sqlite":
        pytest.skip("the others have named locks")
    begin, refused = MigrationContext.begin_transaction, []

    def begin_step(self: MigrationContext, _per_migration: bool = False) -> Any:
        if _per_migration:
            other = sqlite3.connect(str(db.engine.url.database), timeout=0)
            with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            refused.append(1)
        return begin(self, _per_migration)

    monkeypatch.setattr(MigrationContext, "begin_transaction", begin_step)
    migrations.upgrade()
    assert len(refused) >= 3


def test_the_founding_documents_migrate_writes_nothing(tmp_path: Path) -> None:
    versions = ROOT / "gatepost" / "migrations" / "versions"
    before = {file: file.read_bytes() for file in versions.glob("*.py")}
    settings = clean_environment(GATEPOST_INSTANCE=str(tmp_path), FLASK_APP=str(ROOT / "app.py"))
    command = [GATEPOST[0], "-m", "flask", "db", "migrate", "-m", "tables"]
    ran = subprocess.run(command, env=settings, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == "The models have not changed: nothing to write. Next: flask db upgrade\n"
    assert {file: file.read_bytes() for file in versions.glob("*.py")} == before
