"""No write is proven on SQLite alone: how tests/reach finds one that no marked test makes every engine do."""

import pytest
from flask import Flask
from sqlalchemy import update

from gatepost.database import write
from gatepost.users.models import User
from tests.reach.constraints import FOREIGN_KEY, named, unique_ones
from tests.reach.judge import RANDOM, missing
from tests.reach.plugin import watch
from tests.reach.statements import described
from tests.reach.watch import CHANGED, Sent, Write
from tests.support.apps import Apps
from tests.support.authenticator import enrol
from tests.support.people import People, Person
from tests.web.endpoints import BODIES, ENDPOINTS, TO_ANOTHER, send, send_proofs

ENGINES = ("sqlite", "mariadb", "postgresql")
CLAIM = Write("UPDATE sessions WHERE ended_at, id", "changed none")
REFUSALS = [Write("INSERT INTO users", f"refused by {name}") for name in unique_ones()]
INACTIVE = {"username": "inactive", "mobile": "01712345678", "password": "password"}


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE sessions SET "ended_at"=?, address=(sessions.address) WHERE sessions.id = ? AND ended_at IS NULL',
        "UPDATE `sessions` SET address=%s, ended_at=%s WHERE `sessions`.`id` = %s AND ended_at IS NULL",
        "UPDATE sessions SET address=%(user_agent)s::VARCHAR, ended_at=%(e)s\nWHERE ended_at IS NULL AND id = %(id_1)s",
        "UPDATE sessions SET ended_at=?, address=? WHERE id = ? AND ended_at IS NULL RETURNING user_uuid",
    ],
)
def test_a_statement_is_described_alike_in_the_words_of_every_engine(sql: str) -> None:
    assert described(sql) == ("sessions", "UPDATE sessions WHERE ended_at, id", ("address", "ended_at"))


@pytest.mark.parametrize("sql", ["SELECT 1 FROM sessions FOR UPDATE", "UPDATE no_table_of_ours SET id=?", "PRAGMA x"])
def test_what_writes_to_no_table_of_ours_is_left_out(sql: str) -> None:
    assert described(sql) is None


@pytest.mark.parametrize(
    ("said", "table", "name"),
    [
        ("UNIQUE constraint failed: users.username_key", "users", "uq_users_username_key"),
        ("'uq_users_username_key'", "users", "uq_users_username_key"),
        ("uq_users_username_key", "users", "uq_users_username_key"),
        ("UNIQUE constraint failed: users.uuid", "users", "pk_users"),
        ("'PRIMARY'", "users", "pk_users"),
        ("FOREIGN KEY constraint failed", "sessions", FOREIGN_KEY),
        ("fk_sessions_user_uuid_users", "sessions", FOREIGN_KEY),
    ],
)
def test_a_constraint_has_one_name_in_the_words_of_every_engine(said: str, table: str, name: str) -> None:
    assert named(said, table) == name


def proven(*writes: Write) -> list[Sent]:
    return [Sent(engine, True, write, "somewhere") for engine in ENGINES for write in writes]


def test_what_marked_tests_do_on_every_engine_is_enough() -> None:
    assert missing([*proven(CLAIM, *REFUSALS), Sent("sqlite", False, CLAIM, "somewhere")], ENGINES) == []


def test_a_write_that_only_an_unmarked_test_reaches_is_missing() -> None:
    found = missing([*proven(*REFUSALS), Sent("sqlite", False, CLAIM, "sessions/end.py:end")], ENGINES)
    assert found == [f"{CLAIM.statement}: changed none (sessions/end.py:end)"]


def test_a_claim_that_marked_tests_only_win_is_missing() -> None:
    won = CLAIM._replace(outcome=CHANGED)
    found = missing([*proven(won, *REFUSALS), Sent("sqlite", False, CLAIM, "somewhere")], ENGINES)
    assert found == [f"{CLAIM.statement}: changed none (somewhere)"]


def test_a_claim_that_two_race_for_may_be_lost_on_one_engine_only() -> None:
    won = CLAIM._replace(outcome=CHANGED)
    assert missing([*proven(won, *REFUSALS), Sent("mariadb", True, CLAIM, "somewhere")], ENGINES) == []


def test_a_statement_that_marked_tests_send_on_some_engines_only_is_missing_on_the_others() -> None:
    sent = [*proven(*REFUSALS), Sent("postgresql", True, CLAIM, "somewhere")]
    assert missing(sent, ENGINES) == [f"{CLAIM.statement}: not on {engine} (somewhere)" for engine in ENGINES[:2]]


def test_a_unique_index_that_refuses_nothing_on_an_engine_is_missing() -> None:
    expected = [f"{name} refuses nothing on mariadb" for name in sorted(unique_ones() - RANDOM)]
    assert expected
    assert missing([], ["mariadb"]) == expected


@pytest.mark.every_engine
def test_what_the_service_sends_is_noted_and_what_a_test_sends_is_not(
    app: Flask, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "sent", set())
    people = People(app.test_client())
    ada = people.join("ada")
    people.client.post("/user", json={"username": "ADA", "mobile": "01712345678", "password": "password"})
    people.client.post("/user/refresh-token/", headers=ada.refreshing)
    with app.app_context():
        write(update(User).values(gender="Female"))
    noted = watch.sent
    writes = {each.write for each in noted}
    assert {(each.engine, each.marked) for each in noted} == {(engine, True)}
    assert Write("INSERT INTO users", "changed rows") in writes
    assert Write("INSERT INTO users", "refused by uq_users_username_key") in writes
    assert Write("UPDATE sessions SET refresh_digest", CHANGED) in writes
    assert not any("gender" in each.statement for each in writes)
    assert {each.place for each in noted if each.write.statement == "INSERT INTO sessions"} == {
        "sessions/start.py:start_session"
    }


@pytest.mark.every_engine
def test_every_endpoint_serves_and_refuses_on_every_engine(apps: Apps) -> None:
    app = apps.make()
    for name, endpoint in ENDPOINTS.items():
        apps.empty_tables()
        people = People(app.test_client())
        caller = people.appoint(app, "root") if endpoint.access.permission else people.join("ada")
        people.client.post("/user", json=INACTIVE)
        send_proofs(app, caller)
        refused = refusal(people, name, caller)
        assert refused is None or 400 <= refused < 500, name
        other = people.join("other") if name in TO_ANOTHER else None
        if other is not None and name.startswith("removals.remove_factor"):
            enrol(people.client, other)
        served = send(people.client, name, caller, about=other, json=right_body(name))
        assert 200 <= served.status_code < 300, f"{name}: {served.text}"


def refusal(people: People, name: str, caller: Person) -> int | None:
    """The status of the answer to a wrong body, or else to a wrong token; None where neither is asked for."""
    body = BODIES.get(name)
    if body:
        wrong = {field: "" if field == "name" else f"wrong {field}" for field in body}
        return send(people.client, name, caller, json=wrong).status_code
    if ENDPOINTS[name].access.token is None and not ENDPOINTS[name].access.client:
        return None
    return send(people.client, name, caller, headers={"Authorization": "Bearer wrong"}).status_code


def right_body(name: str) -> dict[str, str] | None:
    if name == "registration.register_user.post":
        return {"username": "grace", "mobile": "01812345678", "password": "password"}
    return BODIES.get(name)
