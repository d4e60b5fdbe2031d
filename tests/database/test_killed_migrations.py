"""An upgrade, or the way back, that is killed anywhere is finished by the next one: every step can be repeated."""

import re
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from gatepost import migrations
from gatepost.database import db
from tests.database.killed import all_there_is, fill_every_table, kill_at_every_statement
from tests.support.time import SetClock

VERSIONS = sorted((Path(migrations.__file__).parent / "versions").glob("[0-9]*_*.py"))
REVISIONS = [file.name.partition("_")[0] for file in VERSIONS]
# The newest two by day and at night: an older migration does not change any more.
OLDER, NEWEST = REVISIONS[:-2], REVISIONS[-2:]
EACH = [*(pytest.param(older, marks=pytest.mark.at_night(everywhere=True)) for older in OLDER), *NEWEST]


@pytest.mark.every_engine
@pytest.mark.parametrize("revision", EACH)
def test_a_migration_that_is_killed_at_any_statement_is_finished_by_the_next(
    on_empty: Flask, time: SetClock, revision: str
) -> None:
    place = REVISIONS.index(revision)
    up = partial(migrations.upgrade, revision)
    down = partial(migrations.downgrade, REVISIONS[place - 1] if place else "base")
    if place:
        migrations.upgrade(REVISIONS[place - 1])
        fill_every_table()
    expected = {}
    for way in (up, down, up, down):  # what one way and back cannot keep is gone after the first time
        way()
        expected[way] = all_there_is()
    for way in (up, down):
        assert len(kill_at_every_statement(way)) > 2
        assert all_there_is() == expected[way]


@pytest.mark.every_engine
@pytest.mark.parametrize("revision", EACH)
def test_a_migration_that_is_done_but_not_noted_can_be_run_again(
    on_empty: Flask, time: SetClock, revision: str
) -> None:
    migrations.upgrade(revision)
    fill_every_table()
    expected = all_there_is()
    with db.engine.begin() as connection:
        before = REVISIONS[REVISIONS.index(revision) - 1]
        note = f"UPDATE alembic_version SET version_num = '{before}'"
        connection.execute(text(note if revision != REVISIONS[0] else "DELETE FROM alembic_version"))
    migrations.upgrade(revision)
    assert all_there_is() == expected


def test_migrations_change_tables_by_steps_that_can_be_repeated() -> None:
    once_only = re.compile(r"\bop\.(?!execute|bulk_insert|get_bind)\w+")
    assert {file.name: found for file in VERSIONS if (found := once_only.findall(file.read_text()))} == {}
