"""Whatever ends an import in the middle, accounts are whole, and the same file goes on: nothing is lost or doubled."""

import gc
import os
import sqlite3
import tempfile
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, select, text

from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.imports import import_batch, import_users
from gatepost.imports.account import Policy
from gatepost.imports.line import Line
from gatepost.imports.present import Present
from gatepost.users.models import User
from tests.imports.moving import TABLES, Moving, lines_of, people
from tests.servers import shared
from tests.support.apps import Apps
from tests.support.commands import gatepost
from tests.support.forked import Forked
from tests.support.live import clean_environment
from tests.support.people import People
from tests.support.template import copy_template


class Begun:
    """``gatepost users import -`` in a process of its own, which waits for more lines."""

    def __init__(self, address: str, folder: Path) -> None:
        ours, self._pipe = os.pipe()
        settings = {"SQLALCHEMY_DATABASE_URI": address, "GATEPOST_INSTANCE": str(folder)}
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as this
        with os.fdopen(ours) as stdin, Path(os.devnull).open("w") as nothing:
            streams = (stdin, nothing, self.errors)
            words, environment = ("users", "import", "-"), clean_environment(**settings)
            self.process = Forked(*words, folder=folder, environment=environment, streams=streams)

    def give(self, lines: bytes) -> None:
        with os.fdopen(self._pipe, "wb", closefd=False) as pipe:
            pipe.write(lines)

    def end(self) -> int:
        """Close the file, and give the exit status."""
        os.close(self._pipe)
        return self.process.wait(timeout=60)

    def said(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode()


def wait_for(moving: Moving, count: int) -> None:
    deadline = time.monotonic() + 30
    while moving.count() < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.every_engine
def test_a_killed_import_leaves_whole_accounts_and_goes_on(moving: Moving, database: str) -> None:
    given = people(2500)
    begun = Begun(database, moving.folder)
    try:
        begun.give(lines_of(*given[:1900]))
        wait_for(moving, 1)
    finally:
        begun.process.kill()
    assert begun.process.wait(timeout=30) == -9
    assert [moving.count(table) for table in TABLES] == [1000, 1000, 1000]
    answer = moving.take(given)
    assert (answer.exit_code, answer.stdout) == (0, "imported 1500, unchanged 1000, refused 0.\n")
    assert [moving.count(table) for table in TABLES] == [2500, 2500, 2500]


@pytest.mark.parametrize("server", ["mariadb", "postgresql"])
def test_a_database_that_is_lost_in_the_middle_is_told(server: str, tmp_path: Path) -> None:
    access = shared.use(server)
    address = access.create_database("lost_import")
    environment = clean_environment(SQLALCHEMY_DATABASE_URI=address, GATEPOST_INSTANCE=str(tmp_path))
    assert gatepost("db", "upgrade", folder=tmp_path, environment=environment).returncode == 0
    begun = Begun(address, tmp_path)
    try:
        begun.give(lines_of(*people(1000)))
        deadline = time.monotonic() + 30
        while "import.begun" not in str(rows(access.url("lost_import"))):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        access.drop_database("lost_import")
        status = begun.end()
    assert status == 2
    assert begun.said().startswith("gatepost: The database cannot be used: ")
    assert "Traceback" not in begun.said()


def test_a_full_disk_stores_no_part_of_a_batch_and_is_told(tmp_path: Path) -> None:
    copy_template(tmp_path / "full.db")
    apps = Apps(f"sqlite:///{tmp_path / 'full.db'}", tmp_path)
    moving, given = Moving(apps.make(), tmp_path), people(3000)
    with moving.app.app_context():
        engine = db.engine

        def fill(connection: Any, *_: object) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {max(pages, limit)}")

        with engine.connect() as connection:
            limit = connection.exec_driver_sql("PRAGMA page_count").scalar() + 250
        event.listen(engine, "begin", fill)
        try:
            answer = moving.take(given)
        finally:
            event.remove(engine, "begin", fill)
            engine.dispose()
    assert (answer.exit_code, "disk is full" in answer.stderr) == (2, True), answer.output
    stored = moving.count()
    assert stored % 1000 == 0
    assert stored < 3000
    assert f"Imported so far: {stored}" in answer.stderr or stored == 0
    assert moving.take(given).stdout == f"imported {3000 - stored}, unchanged {stored}, refused 0.\n"
    apps.close()


def test_a_full_disk_below_a_dry_run_is_told(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = sqlite3.connect

    def connect(name: str) -> sqlite3.Connection:
        file = opened(name)
        file.execute("PRAGMA max_page_count = 100")  # more than those of a batch
        return file

    monkeypatch.setattr("gatepost.imports.rehearse.sqlite3.connect", connect)
    answer = moving.take(people(3000), "--dry-run")
    assert (answer.exit_code, answer.stderr) == (
        2,
        "gatepost: The temporary file of a dry run cannot be used: database or disk is full\n",
    )
    assert moving.count() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_report_that_cannot_be_written_is_told_with_what_is_stored(moving: Moving) -> None:
    bad = [{"username": "b a d", "external_id": f"bad{n}"} for n in range(500)]
    answer = moving.take([*people(500), *bad], "--report", "/dev/full")
    assert answer.exit_code == 2
    assert answer.stderr.startswith("gatepost: A file cannot be used: No space left on device")
    assert answer.stderr.endswith(" Imported so far: 500; import the same file again to go on.\n")
    assert moving.count() == 500


@pytest.mark.every_engine
def test_a_name_that_is_taken_after_it_was_asked_for_costs_its_own_line_only(
    moving: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    People(moving.app.test_client()).register("user2", email="user2@example.org")
    asked = import_batch.find_present
    blind = iter([True, False, False, True])

    def find_present(*about: Any) -> Present:
        found = asked(*about)
        return Present() if next(blind, False) else found

    monkeypatch.setattr(import_batch, "find_present", find_present)
    assert moving.refusals(people(5)) == [(3, "username", "This username is taken.")]
    assert moving.count() == 5


@pytest.mark.every_engine
def test_a_line_that_the_database_never_takes_is_refused_alone(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    moving.take(people(1, first=2), "--source", "before")
    monkeypatch.setattr(import_batch, "find_present", lambda *_: Present())
    ((place, field, reason),) = moving.refusals(people(3))
    assert (place, field, "does not take this line" in reason) == (3, None, True)
    assert [moving.count(table) for table in TABLES] == [3, 3, 3]


@pytest.mark.every_engine
def test_a_user_and_all_that_belongs_to_them_are_one_unit(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gatepost.imports.insert_accounts.record_each", fail)
    answer = moving.take(people(3))
    assert (answer.exit_code, "No space left" in answer.stderr) == (2, True)
    assert [moving.count(table) for table in TABLES] == [0, 0, 0]


class Value(dict[str, Any]):
    """A value whose end is noticed."""


def test_memory_holds_one_line_as_it_came_at_a_time(
    moving: Moving, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    alive = most = 0

    def gone() -> None:
        nonlocal alive
        alive -= 1

    def lines() -> Iterator[Line]:
        nonlocal alive, most
        for n in range(200):
            value = Value(username=f"user{n}" if n % 10 else "")
            weakref.finalize(value, gone)
            alive += 1
            if n % 20 == 0:
                gc.collect()
            most = max(most, alive)
            yield Line(n + 1, value)
            del value

    monkeypatch.setattr(import_users, "BATCH", 20)
    with app.app_context():
        for policy in (Policy("a", dry_run=True), Policy("a")):
            counts = import_users.import_users(
                lines(), policy, reason="", refuse=lambda _: None, progress=lambda _: None
            )
            assert (counts.imported, counts.refused) == (180, 20)
    assert most <= 21 + 2  # those of a line, between two runs of the collector


def rows(address: str) -> list[Any]:
    """The events on record there; none while the tables are not there."""
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            return list(connection.execute(text("SELECT event FROM audit_events")))
    finally:
        engine.dispose()


@pytest.mark.every_engine
def test_every_imported_user_has_each_contact_once(moving: Moving) -> None:
    moving.take([line | {"mobile": f"+88017000{n:05}"} for n, line in enumerate(people(20))])
    with moving.app.app_context():
        held = db.session.execute(select(User.username, Contact.kind, Contact.value).join(Contact)).all()
    assert len(held) == len(set(held)) == 40
