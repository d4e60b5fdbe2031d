"""Requests that hash hold slots; one that finds none is refused at once, and other requests are not affected."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.http.bulkhead import REFUSED
from gatepost.passwords.threads import HashingThreads
from tests.support.people import People, Person
from tests.web.endpoints import BODIES, ENDPOINTS, assert_refused, send

HASHING = sorted(name for name, endpoint in ENDPOINTS.items() if endpoint.hashes)
LOGIN = {"username": "ada", "password": "password"}


@pytest.fixture
def full(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[FlaskClient, Person]]:
    """A service with one slot, which is taken and kept; and ada."""
    app = make_app(hash_slots=1, hash_queue=0, limits=True)
    ada = People(app.test_client()).join("ada")
    seated, leave = threading.Event(), threading.Event()

    def sit(*_: object, **__: object) -> dict[str, str]:
        seated.set()
        leave.wait(timeout=30)
        return {}

    monkeypatch.setattr("gatepost.login.routes.log_in_with_password", sit)
    somebody = threading.Thread(target=lambda: app.test_client().post("/user/login", json=LOGIN))
    somebody.start()
    assert seated.wait(timeout=30)
    monkeypatch.undo()
    yield app.test_client(), ada
    leave.set()
    somebody.join(timeout=30)
    assert app.test_client().post("/user/login", json=LOGIN).status_code != 503


@pytest.mark.asvs("15.2.2")
def test_without_a_seat_all_that_hash_are_503_at_once(full: tuple[FlaskClient, Person]) -> None:
    client, ada = full
    for name in HASHING:
        answer = send(client, name, ada, json=BODIES[name])
        assert_refused(answer, (503, "unavailable"))
        assert answer.headers["Retry-After"] == "2"


@pytest.mark.parametrize("path", ["/user/login", "/user/login/"])
def test_without_a_seat_nothing_else_is_looked_at(full: tuple[FlaskClient, Person], path: str) -> None:
    client, _ = full
    for sent in ({"data": "no JSON"}, {"json": {"username": 7}}, {}):
        answer = client.post(path, **sent)  # type: ignore[arg-type]
        assert_refused(answer, (503, "unavailable"))
        assert "RateLimit-Remaining" not in answer.headers


def test_without_a_seat_the_refusal_comes_before_flask(
    full: tuple[FlaskClient, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = full
    with monkeypatch.context() as without_flask:
        without_flask.setattr(Flask, "full_dispatch_request", lambda _: pytest.fail("Flask was asked"))
        for path in ("/user/login", "/user", "/user/"):
            assert_refused(client.post(path, data="no JSON"), (503, "unavailable"))


def test_who_was_refused_by_the_server_is_not_let_in_after_all(client: FlaskClient) -> None:
    for path in ("/user/login", "/user/login/"):
        assert_refused(client.post(path, json=LOGIN, environ_overrides={REFUSED: True}), (503, "unavailable"))


def test_without_a_seat_all_others_are_served(full: tuple[FlaskClient, Person]) -> None:
    client, ada = full
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.get("/user/login").status_code == 405


def test_a_refusal_gives_its_seat_back(make_app: Callable[..., Flask]) -> None:
    client = make_app(hash_slots=1, hash_queue=0).test_client()
    statuses = [client.post("/user/login", json=LOGIN).status_code for _ in range(3)]
    assert statuses == [401] * 3


def test_all_that_hash_are_declared_to(client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    found, asked = set(), []
    run = HashingThreads.run

    def noted(threads: HashingThreads, *work: Any) -> Any:
        asked.append(work)
        return run(threads, *work)

    monkeypatch.setattr(HashingThreads, "run", noted)
    for name, body in BODIES.items():
        asked.clear()
        send(client, name, ada, json=body)
        if asked:
            found.add(name)
    assert found == set(HASHING)
