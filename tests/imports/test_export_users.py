"""``gatepost users export``: all users as lines that another Gatepost takes, on any engine."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, func, select, update

from gatepost import migrations
from gatepost.audit.models import AuditEvent
from gatepost.database import db
from gatepost.imports import export_users
from gatepost.users.models import User
from tests.imports.moving import PASSWORD, Moving, lines_of, people
from tests.servers import engines, shared
from tests.support.apps import Apps
from tests.support.people import People

_NEXT = {"sqlite": "mariadb", "mariadb": "postgresql", "postgresql": "sqlite"}


@pytest.fixture
def elsewhere(engine: str, tmp_path: Path) -> Iterator[Moving]:
    """An empty database on another engine; on the same, if no other is installed."""
    name, other = f"t{secrets.token_hex(6)}", _NEXT[engine]
    server = (
        None
        if other == "sqlite" or other in engines.missing() or other not in engines.selected()
        else shared.use(other)
    )
    address = f"sqlite:///{tmp_path / name}.db" if server is None else server.create_database(name)
    apps = Apps(address, tmp_path / "elsewhere")
    app = apps.make()
    with app.app_context():
        migrations.upgrade()
    apps.empty_tables()
    yield Moving(app, tmp_path)
    apps.close()
    if server is not None:
        server.drop_database(name)


@pytest.mark.every_engine
def test_users_who_move_to_another_engine_are_equal_and_keep_their_passwords(
    moving: Moving, elsewhere: Moving, people: People
) -> None:
    people.join("ada", password="a password of ada")
    people.register("waiting")
    people.settle("closed")
    moving.type("users", "deactivate", "closed", "--reason", "asked")
    people.settle("suspended")
    moving.type("users", "suspend", "suspended", "--until", "2999-01-01T00:00:00Z", "--reason", "asked")
    people.settle("expired")
    moving.type("users", "expire-password", "expired")
    people.appoint(moving.app, "root")
    given = {"username": "Zoë", "email": "Zoë@Example.org", "verified": ["email"], "locale": "de", "gender": "Female"}
    moving.take([given | {"created_at": "2019-01-01T00:00:00.123456Z", "password": moving.hashed()}])
    lines = moving.exported()
    assert [line["external_id"] for line in lines] == sorted(line["external_id"] for line in lines)
    assert len(lines) == 7
    assert elsewhere.refusals(lines, "--keep-uuids", "--source", "gatepost", "--allow-administrators") == []
    assert elsewhere.exported() == lines
    client = elsewhere.app.test_client()
    entry = {"username": "ada", "password": "a password of ada"}
    assert client.post("/user/login", json=entry).status_code == 200
    assert client.post("/user/login", json={"email": "zoë@example.org", "password": PASSWORD}).status_code == 200
    for name, code in (("waiting", "account_not_active"), ("closed", "account_not_active")):
        assert client.post("/user/login", json={"username": name, "password": "password"}).json["code"] == code
    assert client.post("/user/login", json=entry | {"password": "another"}).status_code == 401


def test_a_line_tells_what_is_unusual_only(moving: Moving) -> None:
    moving.take([{"username": "ada"}])
    (line,) = moving.exported()
    assert line.keys() == {"external_id", "username", "created_at"}


def test_suspensions_closed_and_expired_passwords_are_told(moving: Moving) -> None:
    until = "2999-01-01T00:00:00.000000Z"
    special = [{"suspended_until": until}, {"active": False}, {"waits": True}, {"password_expired": True}]
    password = {"password": moving.hashed()}
    moving.take([line | each | password for line, each in zip(people(4), special, strict=True)])
    told = {line["username"]: line for line in moving.exported()}
    assert all(each.items() <= told[f"user{n}"].items() for n, each in enumerate(special))


@pytest.mark.every_engine
def test_an_adopted_user_moves_without_the_values_that_no_import_takes(moving: Moving, elsewhere: Moving) -> None:
    moving.take(people(3))
    odd = {
        "user0": {"gender": "Other"},
        "user1": {"created_at": datetime(1950, 1, 1, tzinfo=UTC)},
        "user2": {"created_at": datetime(2999, 1, 1, tzinfo=UTC), "gender": "Male"},
    }
    with moving.app.app_context():
        for name, values in odd.items():
            db.session.execute(update(User).where(User.username == name).values(values))
        db.session.commit()
    file = moving.folder / "users.jsonl"
    assert moving.type("users", "export", "--output", str(file)).exit_code == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    told = {line["username"]: {"gender", "created_at"} & line.keys() for line in lines}
    assert told == {"user0": {"created_at"}, "user1": set(), "user2": {"gender"}}
    assert elsewhere.take(lines, "--keep-uuids").stdout == "imported 3, unchanged 0, refused 0.\n"


def test_many_batches_give_each_user_once(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    moving.take(people(7))
    some = select(User.uuid).where(User.uuid > bindparam("after")).order_by(User.uuid).limit(3).subquery()
    monkeypatch.setattr(export_users, "_END", select(func.max(some.c.uuid)))
    assert sorted(line["username"] for line in moving.exported()) == [f"user{n}" for n in range(7)]


def test_an_export_is_for_its_owner_alone_and_on_record(moving: Moving) -> None:
    moving.take(lines_of(*people(2)))
    file = moving.folder / "users.jsonl"
    answer = moving.type("users", "export", "--output", str(file), "--reason", "we move")
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "", "Exported: 2.\n")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [json.loads(line)["username"] for line in file.read_text().splitlines()] != []
    with moving.app.app_context():
        assert "accounts.exported" in db.session.execute(select(AuditEvent.event)).scalars().all()


def test_hashes_stay_at_home_where_the_operator_says_so(moving: Moving) -> None:
    moving.take([people(1)[0] | {"password": moving.hashed(), "password_expired": True}])
    (whole,), (less,) = moving.exported(), moving.exported("--without-passwords")
    assert whole.keys() - less.keys() == {"password", "password_expired"}


def test_an_export_that_fails_leaves_no_file(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    moving.take(people(3))
    file = moving.folder / "users.jsonl"
    file.write_text("the last good one")

    def broken(**_: object) -> Iterator[dict[str, Any]]:
        yield {"username": "ada"}
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gatepost.commands.export_users.export_users", broken)
    answer = moving.type("users", "export", "--output", str(file))
    assert (answer.exit_code, answer.stderr) == (2, "gatepost: The export is not complete: No space left on device\n")
    assert [each.name for each in moving.folder.iterdir() if each.name.startswith("users")] == ["users.jsonl"]
    assert file.read_text() == "the last good one"


@pytest.mark.parametrize(
    "words", [("--output", "/dev/null"), ("ada",), ("ada", "--reason", "asked", "--without-passwords")]
)
def test_an_export_that_cannot_be_meant_is_refused(app: Flask, moving: Moving, words: tuple[str, ...]) -> None:
    assert moving.type("users", "export", *words).exit_code == 2
