"""GATEPOST_LEGACY_LOGIN_URL: an old system is asked for a password once, and then no more."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from gatepost.database import db
from gatepost.users.models import NO_PASSWORD, User
from tests.hooks.server import SECRET, HookServer
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
def test_a_user_who_never_had_a_password_here_gets_the_old_one(
    app: Flask, client: FlaskClient, old: HookServer
) -> None:
    ada = People(client).settle("Ada")
    never = {"password_hash": NO_PASSWORD, "last_login_at": None}
    with app.app_context():
        db.session.execute(update(User).values(**never))
        db.session.commit()
    assert client.post("/user/login", json=BODY).status_code == 200
    assert client.post("/user/login", json=BODY).status_code == 200
    assert len(old.asked) == 1
    with app.app_context():
        db.session.execute(update(User).values(password_hash=NO_PASSWORD))
        db.session.commit()
    assert client.post("/user/login", json=BODY).status_code == 401  # removed since: they live by other means
    assert len(old.asked) == 1
    assert ada.uuid


def test_it_is_not_asked_about_users_who_have_a_password_and_not_without_the_setting(
    make_app: Callable[..., Flask], client: FlaskClient, old: HookServer
) -> None:
    People(client).join("Ada")
    assert client.post("/user/login", json=BODY).status_code == 401
    assert make_app().test_client().post("/user/login", json=BODY | {"username": "bob"}).status_code == 401
    assert old.asked == []
