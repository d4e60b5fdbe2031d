"""The pictures in docs/README.md show the code: their names exist, and their calls happen in this order."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.app import ROOMS
from gatepost.http.paths import readable
from gatepost.migrations.tables import TABLES
from tests.docs.blocks import ROOT, blocks
from tests.messaging.delivering import deliver
from tests.support.people import Person

PICTURES = [text for kind, text in blocks("docs/README.md") if kind == "mermaid"]
WHOLE, LOG_IN, FORGOTTEN, RESET = PICTURES
PACKAGE = ROOT / "gatepost"
each_picture = pytest.mark.parametrize("picture", PICTURES, ids=["whole", "log-in", "forgotten", "reset"])


@each_picture
def test_every_endpoint_in_a_picture_is_declared(picture: str) -> None:
    declared = {(endpoint.method, readable(endpoint.path).rstrip("/")) for room in ROOMS for endpoint in room.endpoints}
    shown = re.findall(r"\b(GET|POST|PATCH|DELETE) (/[\w./-]*)", picture)
    assert shown
    assert {(method, path.rstrip("/")) for method, path in shown} <= declared


@each_picture
def test_every_module_room_and_table_in_a_picture_exists(picture: str) -> None:
    modules = re.findall(r"\b[a-z_]+/[a-z_]+\.py\b", picture)
    rooms = re.findall(r"(?<![\w/<-])([a-z_]+/)(?=[\s<\"])", picture)
    assert modules or rooms
    assert [path for path in modules + rooms if not (PACKAGE / path).exists()] == []
    assert set(re.findall(r"\btable (\w+)", picture)) <= {table.__tablename__ for table in TABLES}


def test_the_log_in_calls_these_functions_in_this_order(client: FlaskClient, ada: Person) -> None:
    with traced(LOG_IN) as called:
        person = client.post("/user/login", json={"username": ada.username, "password": ada.password})
        refreshing = {"Authorization": f"Bearer {person.json['refresh_token']}"}
        assert client.post("/user/refresh-token/", headers=refreshing).status_code == 200
    assert called == drawn(LOG_IN)


def test_a_forgotten_password_calls_these_functions_in_this_order(app: Flask, client: FlaskClient, ada: Person) -> None:
    with app.app_context():
        assert [deliver(channel) for channel in ("request", "sms")] == [0, 0]
    with traced(FORGOTTEN) as called:
        client.post("/user/forgot-password", json={"username": ada.username})
        with app.app_context():
            assert [deliver(channel) for channel in ("request", "sms")] == [1, 1]
    assert called == drawn(FORGOTTEN)
    with traced(RESET) as called:
        (message,) = client.get("/dev/inbox", headers={"Accept": "application/json"}).json["data"]
        proof = {"username": ada.username, "code": message["code"], "new_password": "another password"}
        assert client.post("/user/reset-password", json=proof).json["message"] == "Password changed."
    assert called == drawn(RESET)


def drawn(picture: str) -> list[tuple[str, str]]:
    """The calls in *picture*, each with the module that is called."""
    modules = dict(re.findall(r"participant (\w+) as (\S+\.py)", picture))
    calls = re.findall(r"(?:->>|Note over )(\w+): (\w+)\(\)", picture)
    return [(modules[name], function) for name, function in calls]


@contextmanager
def traced(picture: str) -> Iterator[list[tuple[str, str]]]:
    """The calls of the functions in *picture*, called from another module, in the order of this thread."""
    known, called = set(drawn(picture)), list[tuple[str, str]]()

    def note(frame: FrameType, event: str, _: Any) -> None:
        path = frame.f_code.co_filename
        from_elsewhere = frame.f_back is None or frame.f_back.f_code.co_filename != path
        if event == "call" and from_elsewhere and path.startswith(f"{PACKAGE}/"):
            call = (path.removeprefix(f"{PACKAGE}/"), frame.f_code.co_name)
            if call in known:
                called.append(call)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(before)
