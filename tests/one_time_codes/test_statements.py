"""A wrong code costs the same by whatever name it comes, so its time links no address with a username."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

PATHS = {"/user/login/code": {}, "/user/lost-factor": {}, "/user/reset-password": {"new_password": "another password"}}


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that change something."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("path", PATHS)
def test_a_code_by_an_address_writes_as_much_after_one_by_its_username(
    app: Flask, client: FlaskClient, ada: Person, time: SetClock, path: str
) -> None:
    address = {"email": "ada@example.org"}
    assert client.patch(f"/user/{ada.uuid}", json=address, headers=ada.signed).status_code == 200
    stranger, wrong = app.test_client(), {"code": "x", **PATHS[path]}
    assert_refused(stranger.post(path, json={"username": "ada", **wrong}), (403, "invalid_proof"))
    counts = []
    for named in ("ada@example.org", "nobody@example.org"):
        with writes() as seen:
            assert_refused(stranger.post(path, json={"email": named, **wrong}), (403, "invalid_proof"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
