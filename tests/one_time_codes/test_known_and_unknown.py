"""Who asks for a way in, or sends one back, learns nothing of whether there is such a user (ASVS 6.3.8)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

# What asks, and what sends back; each with whoever is named.
ASK = {"forgot": ("/user/forgot-password", {}), "login": ("/user/login/code", {})}
SEND_BACK = {
    "reset": ("/user/reset-password", {"code": "123456", "new_password": "another password"}),
    "login": ("/user/login/code", {"code": "123456"}),
}
CALLED = [("username", "ada"), ("mobile", "01712345678"), ("email", "ada@example.org")]
READ_AGAIN = ("FROM webhooks ", "FROM oauth_clients", "FROM signing_keys")  # each second or so, whoever asks


@contextmanager
def watched(app: Flask) -> Iterator[list[str]]:
    """Every statement that is sent to the database on account of a request."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not any(table in " ".join(statement.split()) for table in READ_AGAIN):
            sent.append(statement)

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def nothing(_app: Flask, _ada: Person) -> None:
    """She may get back in."""


def deactivate(app: Flask, ada: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)


def never_activated(_app: Flask, _ada: Person) -> None:
    """She is registered, and no more."""


def known(client: FlaskClient, state: Callable[[Flask, Person], None]) -> Person:
    people = People(client)
    if state is never_activated:
        return people.register("ada", mobile="01712345678")
    ada = people.join("ada", mobile="01712345678")
    client.patch(f"/user/{ada.uuid}", json={"email": "ada@example.org"}, headers=ada.signed)
    state(client.application, ada)
    return ada


def seen(answer: TestResponse) -> tuple[int, str, dict[str, str]]:
    """All that is to be seen of an answer, but its number and moment."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("X-Request-ID", "Date")}
    return answer.status_code, answer.text, headers


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("state", [nothing, deactivate, never_activated])
@pytest.mark.parametrize(("kind", "name"), CALLED)
def test_known_and_unknown_go_the_same_way(
    app: Flask, client: FlaskClient, time: SetClock, state: Callable[[Flask, Person], None], kind: str, name: str
) -> None:
    """The same answers after the same statements: at the first time, too soon after it, and at each try."""
    known(client, state)
    traces = []
    for called in (name, {"username": "nobody", "mobile": "01799999999", "email": "nobody@example.org"}[kind]):
        answers, statements = [], []
        for path, fields in [*ASK.values(), *ASK.values(), *[*SEND_BACK.values()] * 6, *ASK.values()]:
            with watched(app) as sent:
                answer = client.post(path, json={kind: called, **fields})
            answers.append(seen(answer))
            statements.append(list(sent))
        traces.append((answers, statements))
    assert traces[0] == traces[1]
    assert [status for status, *_ in traces[0][0]] == [202, 202, 429, 429] + [403] * 10 + [429] * 4
    assert [traces[0][0][place][2]["Retry-After"] for place in (14, 15)] == ["3600"] * 2
    assert traces[0][0][2][2]["Retry-After"] == "30"


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("path", ["/user/forgot-password", "/user/login/code"])
def test_ten_an_hour_are_taken_whoever_is_named(
    client: FlaskClient, letters: Letters, ada: Person, time: SetClock, path: str
) -> None:
    for name in ("ada", "nobody"):
        statuses = []
        for _ in range(12):
            statuses.append(client.post(path, json={"username": name}).status_code)
            time.pass_(seconds=30)
        assert statuses == [202] * 10 + [429] * 2
    time.pass_(hours=1)
    assert client.post(path, json={"username": "ada"}).status_code == 202


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("state", [deactivate, never_activated])
def test_nothing_is_sent_to_who_may_not_come_in(
    app: Flask, client: FlaskClient, letters: Letters, state: Callable[[Flask, Person], None]
) -> None:
    known(client, state)
    letters.new()
    for path, _ in ASK.values():
        assert client.post(path, json={"username": "ada"}).status_code == 202
    assert letters.new() == []


@pytest.mark.parametrize("path", ["/user/forgot-password", "/user/login/code"])
@pytest.mark.parametrize(
    "named",
    [
        {},
        {"username": "{{7*7}}"},
        {"mobile": "12"},
        {"email": "a@b@c"},
        {"email": "ada@example.org\r\nBcc: eve@example.org"},
    ],
)
def test_what_can_be_nobody_is_refused(client: FlaskClient, path: str, named: dict[str, str]) -> None:
    assert_refused(client.post(path, json=named), (422, "invalid_input"))
