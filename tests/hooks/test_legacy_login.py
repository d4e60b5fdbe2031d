"""GATEPOST_LEGACY_LOGIN_URL: an old system is asked for a password once, and then no more."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from structlog.testing import capture_logs

from gatepost.database import db
from gatepost.errors import TooManyPasswords
from gatepost.login import old_system
from gatepost.users.models import NO_PASSWORD, User
from tests.hooks.server import SECRET, HookServer
from tests.imports.moving import Moving
from tests.support.people import People
from tests.web.endpoints import row_counts

BODY = {"username": "Ada", "password": "the old password"}
ADA = {"external_id": "17", "username": "Ada", "email": "ada@example.org", "verified": ["email"], "locale": "de"}
ATTEMPTS = "throttle_counts"


@pytest.fixture
def old() -> Iterator[HookServer]:
    """The old system, which knows Ada."""
    with HookServer() as server:
        server.says({"ok": True, "user": ADA})
        yield server


@pytest.fixture
def chosen(old: HookServer) -> dict[str, Any]:
    timeout = timedelta(seconds=1)
    return {"legacy_login_url": old.url, "legacy_login_secret": SECRET, "legacy_login_timeout": timeout}


@pytest.mark.every_engine
def test_a_user_of_the_old_system_gets_an_account_with_the_first_log_in(
    app: Flask, client: FlaskClient, old: HookServer
) -> None:
    answer = client.post("/user/login", json=BODY)
    assert answer.status_code == 200, answer.text
    (asked,) = old.asked
    assert asked.content == {"kind": "username", "identifier": "Ada", "password": BODY["password"]}
    with app.app_context():
        user = db.session.execute(select(User)).unique().scalar_one()
        assert (user.username, user.locale, user.is_active) == ("Ada", "de", True)
        assert user.password_hash.startswith("$argon2id$")
        assert user.has_verified(user.addresses[0])
    assert client.post("/user/login", json=BODY).status_code == 200
    assert (
        client.post("/user/login", json={"email": "ada@example.org", "password": BODY["password"]}).status_code == 200
    )
    assert client.post("/user/login", json=BODY | {"password": "wrong"}).status_code == 401
    assert len(old.asked) == 1


@pytest.mark.parametrize(("verified", "status"), [(["email"], 200), ([], 401)])
def test_no_account_is_made_that_its_user_could_not_sign_in_to_without_the_old_system(
    make_app: Callable[..., Flask], chosen: dict[str, Any], old: HookServer, verified: list[str], status: int
) -> None:
    app, entry = make_app(activation="code", **chosen), {"email": "eve@example.org", "password": "the old password"}
    old.says({"ok": True, "user": {"external_id": "18", "email": "eve@example.org", "verified": verified}})
    assert app.test_client().post("/user/login", json=entry).status_code == status
    assert row_counts(app)["users"] == bool(verified)


@pytest.mark.every_engine
def test_log_ins_at_once_make_one_account(app: Flask, old: HookServer) -> None:
    def log_in(_: int) -> int:
        return app.test_client().post("/user/login", json=BODY).status_code

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(log_in, range(3))) == [200, 200, 200]
    assert row_counts(app)["users"] == 1


@pytest.mark.parametrize("answer", [{"ok": False}, {"ok": "yes", "user": ADA}, {}])
def test_no_and_anything_but_yes_is_a_wrong_password_that_counts(
    app: Flask, client: FlaskClient, old: HookServer, answer: dict[str, Any]
) -> None:
    old.says(answer)
    refused = client.post("/user/login", json=BODY)
    assert (refused.status_code, refused.json["code"]) == (401, "invalid_credentials")
    counts = row_counts(app)
    assert (counts["users"], counts[ATTEMPTS]) == (0, 2)


def test_guesses_are_counted_before_the_old_system_is_asked(
    make_app: Callable[..., Flask], chosen: dict[str, Any], old: HookServer
) -> None:
    old.says({"ok": False})
    client = make_app(**chosen, limits=True).test_client()
    for _ in range(5):
        client.post("/user/login", json=BODY)
    assert client.post("/user/login", json=BODY).status_code == 429
    assert len(old.asked) == 5


def test_a_failing_old_system_makes_no_wrong_password(app: Flask, client: FlaskClient, old: HookServer) -> None:
    for how in ("refuse", "hang", "temporary", "permanent", "trickle", "redirect"):
        old.behave(how)  # type: ignore[arg-type]  # each is one of them
        answer = client.post("/user/login", json=BODY)
        assert (answer.status_code, answer.json["code"]) == (503, "unavailable"), how
        assert answer.headers["Retry-After"]
    with app.app_context():
        assert row_counts(app)["users"] == 0
    old.behave("deliver")
    assert client.post("/user/login", json=BODY).status_code == 200


@pytest.mark.every_engine
@pytest.mark.parametrize(
    "told",
    [
        None,
        {"username": "Ada", "email": "eve@example.org"},
        {"username": "eve"},
        {"username": "Ada", "roles": ["administrator"]},
        {"username": "Ada", "surname": "L"},
    ],
    ids=str,
)
def test_an_account_that_clashes_is_not_made_and_never_merged(
    app: Flask, client: FlaskClient, old: HookServer, told: Any
) -> None:
    eve = People(client).join("eve")
    assert client.patch(f"/user/{eve.uuid}", json={"email": "eve@example.org"}, headers=eve.signed).status_code == 200
    old.says({"ok": True, "user": told})
    assert client.post("/user/login", json=BODY).status_code == 401
    assert row_counts(app)["users"] == 1
    assert client.post("/user/login", json={"username": "eve", "password": "password"}).status_code == 200


@pytest.mark.every_engine
def test_an_imported_user_who_never_had_a_password_here_gets_the_old_one(
    app: Flask, client: FlaskClient, old: HookServer, tmp_path: Path
) -> None:
    assert Moving(app, tmp_path).take([ADA]).exit_code == 0
    assert client.post("/user/login", json=BODY).status_code == 200
    assert client.post("/user/login", json=BODY).status_code == 200
    assert len(old.asked) == 1
    with app.app_context():
        db.session.execute(update(User).values(password_hash=NO_PASSWORD))
        db.session.commit()
    assert client.post("/user/login", json=BODY).status_code == 401  # removed since: they live by other means
    assert len(old.asked) == 1


@pytest.mark.every_engine
def test_a_user_who_was_not_imported_is_no_user_of_the_old_system(
    app: Flask, client: FlaskClient, old: HookServer
) -> None:
    """Such as one whose password ended with the first proof of their address: the Ada of the old system is another."""
    People(client).settle("Ada")
    with app.app_context():
        db.session.execute(update(User).values(password_hash=NO_PASSWORD))
        db.session.commit()
    assert client.post("/user/login", json=BODY).status_code == 401
    assert old.asked == []


def test_an_expired_password_is_replaced_also_at_the_first_log_in(
    app: Flask, client: FlaskClient, old: HookServer
) -> None:
    old.says({"ok": True, "user": ADA | {"password_expired": True}})
    refused = client.post("/user/login", json=BODY)
    assert (refused.status_code, refused.json["code"]) == (403, "password_change_required")
    changed = BODY | {"new_password": "another long password"}
    assert client.post("/user/login", json=changed).status_code == 200
    assert client.post("/user/login", json=BODY).status_code == 401
    assert client.post("/user/login", json=BODY | {"password": "another long password"}).status_code == 200


def test_a_full_queue_of_hashes_makes_no_wrong_password(
    make_app: Callable[..., Flask], chosen: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_app(**chosen, limits=True).test_client()

    def is_full(*_: object) -> bool:
        raise TooManyPasswords

    with monkeypatch.context() as patched:
        patched.setattr(old_system, "verify_password", is_full)
        assert [client.post("/user/login", json=BODY).status_code for _ in range(6)] == [503] * 6
    assert client.post("/user/login", json=BODY).status_code == 200


@pytest.mark.parametrize("name", ["event", "self", "level", "timestamp"])
def test_a_member_of_any_name_is_refused_and_told_in_the_log(client: FlaskClient, old: HookServer, name: str) -> None:
    old.says({"ok": True, "user": ADA | {name: "x"}})
    with capture_logs() as lines:
        assert client.post("/user/login", json=BODY).status_code == 401
    (told,) = [line["reasons"] for line in lines if line["event"] == "legacy_login.refused"]
    assert told == {name: "There is no such member."}


def test_a_slow_old_system_takes_no_turn_of_the_hook(
    make_app: Callable[..., Flask], chosen: dict[str, Any], old: HookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HookServer() as hook:
        hook.says({"allow": True})
        asked_first, answered = Event(), Event()
        app = make_app(**chosen, hook_url=hook.url, hook_secret=SECRET, threads=1)
        People(app.test_client()).join("bob")
        read = old.read

        def read_slowly(body: bytes, headers: dict[str, str]) -> Any:
            asked_first.set()
            answered.wait(5)
            return read(body, headers)

        monkeypatch.setattr(old, "read", read_slowly)
        with ThreadPoolExecutor(1) as pool:
            stranger = pool.submit(lambda: app.test_client().post("/user/login", json=BODY))
            assert asked_first.wait(5)
            known = app.test_client().post("/user/login", json={"username": "bob", "password": "password"})
            answered.set()
            assert stranger.result().status_code in (200, 503)
        assert known.status_code == 200


def test_it_is_not_asked_about_users_who_have_a_password_and_not_without_the_setting(
    make_app: Callable[..., Flask], client: FlaskClient, old: HookServer
) -> None:
    People(client).join("Ada")
    assert client.post("/user/login", json=BODY).status_code == 401
    assert make_app().test_client().post("/user/login", json=BODY | {"username": "bob"}).status_code == 401
    assert old.asked == []
