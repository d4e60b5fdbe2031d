"""The log line of a request says where it came from, and with which code it was refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.http.request_log import REQUESTS
from tests.support.people import People

pytestmark = pytest.mark.asvs("16.2.1")

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The lines of the requests, from now on."""
    lines: list[dict[str, Any]] = []
    monkeypatch.setattr(REQUESTS, "write", lambda line: lines.append(json.loads(line)))
    monkeypatch.setattr(REQUESTS, "json", True)
    return lines


def test_a_line_has_the_code_of_the_refusal(client: FlaskClient, logged: list[dict[str, Any]]) -> None:
    people = People(client)
    ada = people.join("ada")
    logged.clear()
    client.get("/healthz")
    client.get("/nowhere")
    client.put("/user")
    client.post("/user", data=b"{")
    client.post("/user", json={})
    client.post("/user/login", json={"username": "ada", "password": "wrong"})
    client.get(f"/user/{NOBODY}", headers=ada.signed)
    client.post("/oauth/introspect", data={"token": "x"})
    assert [(line["status"], line["code"]) for line in logged] == [
        (200, None),
        (404, "not_found"),
        (405, "method_not_allowed"),
        (400, "malformed_json"),
        (422, "invalid_input"),
        (401, "invalid_credentials"),
        (404, "user_not_found"),
        (401, "invalid_client"),
    ]


def test_a_request_that_finds_no_place_for_its_hash_has_its_code(
    make_app: Callable[..., Flask], logged: list[dict[str, Any]]
) -> None:
    app = make_app(hash_slots=1)  # of its own: its places are never free again
    free = app.extensions["gatepost.bulkhead"]._free
    while not free.empty():
        free.get()
    app.test_client().post("/user/login", json={"username": "ada", "password": "password"})
    assert [(line["status"], line["code"], line["route"]) for line in logged] == [(503, "unavailable", "/user/login")]


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ((), "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (("10.0.0.0/8",), "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        (("10.0.0.0/8",), "10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (("10.0.0.0/8",), "10.0.0.1", "x y\nz", "10.0.0.1"),
        (("10.0.0.0/8",), "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ((), "::ffff:192.0.2.1", "", "192.0.2.1"),
        ((), "", "", None),
    ],
)
def test_a_line_has_the_address_of_the_client_that_limits_and_sessions_see(
    make_app: Callable[..., Flask],
    logged: list[dict[str, Any]],
    trusted: tuple[str, ...],
    peer: str,
    forwarded: str,
    client: str | None,
) -> None:
    app = make_app(trusted_proxies=trusted)
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    app.test_client().get("/healthz", environ_overrides=environ)
    assert [line["client"] for line in logged] == [client]
