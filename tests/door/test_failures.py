"""Faults while the fast lane serves: the same answer as Flask's, and the event loop waits for nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from gatepost.database import db
from gatepost.database.engines import READER
from gatepost.http.middleware import WAITED
from gatepost.keys.ring import Ring, current_ring
from gatepost.keys.rotate import revoke_key
from gatepost.serving import environ as environs
from gatepost.serving.ask_database import FromLoop, FromThreads
from gatepost.serving.fast_lane import FastLane
from gatepost.serving.look_up import Rows
from tests.door.lanes import by_flask, by_lane, environ_for
from tests.door.test_environ import scope
from tests.support.people import People, Person
from tests.tokens.forge import key_of

Asked = Callable[[], None]


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(limits=True)


@pytest.fixture
def after_look_up(monkeypatch: pytest.MonkeyPatch) -> Callable[[Asked], None]:
    """Lets something happen after the database has answered, and before the request is served."""

    def let(happen: Asked) -> None:
        for asker in (FromLoop, FromThreads):
            monkeypatch.setattr(asker, "ask", _then(asker.ask, happen))

    return let


def _then(ask: Callable[..., Awaitable[Mapping[Any, Rows]]], happen: Asked) -> Callable[..., Any]:
    async def asked(*arguments: Any) -> Mapping[Any, Rows]:
        found = await ask(*arguments)
        happen()
        return found

    return asked


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(RuntimeError("a fault"), 500, "internal_error"), (OperationalError("", {}, Exception()), 503, "unavailable")],
    ids=["fault", "database"],
)
@pytest.mark.asvs("16.5.1")
def test_an_unexpected_error_gets_the_same_answer(
    app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("gatepost.oauth.routes.quote", fail)
    environ = environ_for("GET /forward-auth", headers=ada.signed)
    (answer,) = by_lane(app, environ)
    assert answer is not None
    assert (answer.status, orjson.loads(answer.body)["code"]) == (status, code)
    assert answer == by_flask(app, environ)


@pytest.mark.asvs("7.4.1")
def test_a_key_that_is_revoked_during_the_look_up_is_refused_and_not_looked_for_in_the_loop(
    app: Flask, ada: Person, after_look_up: Callable[[Asked], None]
) -> None:
    kid = key_of(app).kid
    statements: list[str] = []

    def revoke() -> None:
        if statements:
            return
        revoke_key(kid)
        current_ring().refresh()
        event.listen(db.engines[READER], "checkout", lambda *_: statements.append("asked"))
        statements.append("revoked")

    after_look_up(revoke)
    environ = environ_for("GET /forward-auth", headers=ada.signed)
    assert by_lane(app, environ) == [None]
    assert statements == ["revoked"]
    assert by_flask(app, environ).status == 401


def test_what_the_look_up_took_is_not_had_again_in_a_thread(app: Flask, ada: Person) -> None:
    bob = People(app.test_client()).join("bob")
    environ = environ_for(f"GET /user/{bob.uuid}", headers=ada.signed)
    kept: list[dict[str, Any]] = []
    assert by_lane(app, environ, seen=kept) == [None]
    assert kept[0][WAITED] > 0


@pytest.mark.asvs("15.1.3")
def test_long_names_of_headers_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environs, "_names", {})
    long, usual = "x-" + "a" * 10_000, "x-usual"
    assert environs.environ_of(scope((long, "b"), (usual, "c")))[f"HTTP_{long.upper().replace('-', '_')}"] == "b"
    assert list(environs._names) == [usual]


@pytest.mark.asvs("11.2.2")
@pytest.mark.parametrize(
    ("age", "answered", "read"), [(0.4, True, 0), (0.7, True, 1), (0.95, False, 1), (1.1, False, 0)]
)
def test_keys_are_read_in_advance_and_those_too_old_by_the_request_itself(
    app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch, age: float, answered: bool, read: int
) -> None:
    """Beside another reader a request would go on with the keys as they were: a revoked one among them."""
    environ, later = environ_for(f"GET /user/{ada.uuid}", headers=ada.signed), list[object]()

    async def answer() -> object:
        with app.app_context():
            lane = FastLane(app, later=later.append)
            monkeypatch.setattr(Ring, "age", lambda _: age)
            return await lane.answer(environ)

    assert (asyncio.run(answer()) is not None, len(later)) == (answered, read)
