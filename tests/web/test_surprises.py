"""What nobody foresaw is a plain 500 that tells nothing; the service serves on, and the log tells all."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import Person
from tests.web.endpoints import assert_refused, contents

SECRETS = "SELECT hush FROM /srv/gatepost WHERE host = 'db.internal'"
KINDS = {
    "RuntimeError": RuntimeError(SECRETS),
    "KeyError": KeyError(SECRETS),
    "RecursionError": RecursionError(SECRETS),
    "UnicodeEncodeError": UnicodeEncodeError("utf-8", "\ud800", 0, 1, SECRETS),
    "UnicodeDecodeError": UnicodeDecodeError("utf-8", b"\xff", 0, 1, SECRETS),
    "MemoryError": MemoryError(SECRETS),
    "AssertionError": AssertionError(SECRETS),
    "StopIteration": StopIteration(SECRETS),
    "TimeoutError": TimeoutError(SECRETS),
    "ExceptionGroup": ExceptionGroup(SECRETS, [ValueError(SECRETS)]),
}
LOGIN = {"username": "guest", "password": "password"}


def assert_tells_nothing(answer: object) -> None:
    assert_refused(answer, (500, "internal_error"))  # type: ignore[arg-type]
    assert answer.json["message"] == "Something went wrong on our side."  # type: ignore[attr-defined]
    for word in ("hush", "SELECT", "srv", "db.internal", "Traceback", "Error", ".py", "Werkzeug", "Python"):
        assert word not in answer.text + str(answer.headers), word  # type: ignore[attr-defined]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes whatever this name stands for raise this error."""

    def break_(name: str, error: BaseException) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(name, fail)

    return break_


@pytest.mark.asvs("16.5.1")
@pytest.mark.asvs("16.5.4")
@pytest.mark.parametrize("error", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("debug", [False, True])
def test_a_surprise_is_a_plain_500_in_debug_too(
    make_service: Callable[..., Flask], failing: Callable[..., None], error: Exception, debug: bool
) -> None:
    door = make_service(debug=debug).test_client()
    failing("gatepost.login.routes.log_in_with_password", error)
    assert_tells_nothing(door.post("/user/login", json=LOGIN))
    assert door.get("/readyz").status_code == 200


@pytest.mark.asvs("16.5.3")
@pytest.mark.parametrize(
    "place",
    [
        "gatepost.http.gate.bearer_token",
        "gatepost.sessions.authenticate.verify_access_token",
        "gatepost.accounts.routes.show",
        pytest.param("gatepost.api.dispatch.respond", marks=pytest.mark.by_flask),
    ],
)
def test_a_surprise_on_the_way_never_lets_anyone_in(
    door: FlaskClient, guest: Person, failing: Callable[..., None], place: str
) -> None:
    """Whichever step of an authenticated request breaks, the answer holds nothing of the account."""
    failing(place, RuntimeError(SECRETS))
    answer = door.get(f"/user/{guest.uuid}", headers=guest.signed)
    assert answer.status_code == 500
    assert guest.uuid not in answer.text
    assert guest.mobile not in answer.text
    assert "hush" not in answer.text


@pytest.mark.asvs("16.5.3")
def test_where_hashing_breaks_no_password_is_right(
    door: FlaskClient, guest: Person, failing: Callable[..., None]
) -> None:
    failing("gatepost.passwords.hashing._normal", RuntimeError(SECRETS))
    for password in ("password", "wrong password"):
        assert_tells_nothing(door.post("/user/login", json=LOGIN | {"password": password}))


def test_a_surprise_half_way_leaves_nothing_behind(
    service: Flask, door: FlaskClient, guest: Person, failing: Callable[..., None]
) -> None:
    before = contents(service)
    failing("gatepost.registration.insert_user.record", RuntimeError(SECRETS))
    body = {"username": "grace", "mobile": "01712345678", "password": "a good password"}
    assert_tells_nothing(door.post("/user", json=body))
    assert contents(service) == before
    failing("gatepost.login.finish.record", RuntimeError(SECRETS))
    assert_tells_nothing(door.post("/user/login", json=LOGIN))
    assert contents(service) == before


@pytest.mark.asvs("16.5.4")
def test_the_last_resort_answers_when_error_handling_itself_breaks(
    door: FlaskClient, failing: Callable[..., None]
) -> None:
    failing("gatepost.api.error_handlers.is_unavailable", RuntimeError(SECRETS))
    failing("gatepost.login.routes.log_in_with_password", RuntimeError(SECRETS))
    answer = door.post("/user/login", json=LOGIN, headers={"X-Request-ID": "abcdefgh"})
    assert_tells_nothing(answer)
    assert answer.headers["X-Request-ID"] == "abcdefgh"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
