"""A log-in renews an old hash, and costs the same whoever is asked for."""

import hashlib
from collections.abc import Callable
from typing import Any

import argon2
import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from gatepost.database import db
from gatepost.users.models import User
from tests.support.people import People, Person

SALT_KEY = "TEST_SALT_KEY"
MD5 = hashlib.md5(("password" + SALT_KEY).encode()).hexdigest()  # what the founding document's code stored


def log_in(app: Flask, username: str, password: str) -> TestResponse:
    return app.test_client().post("/user/login", json={"username": username, "password": password})


def stored_hash(app: Flask, user: Person) -> str:
    with app.app_context():
        return db.session.scalars(select(User.password_hash).where(User.uuid == user.uuid)).one()


def store_hash(app: Flask, user: Person, hashed: str) -> None:
    with app.app_context():
        db.session.execute(update(User).where(User.uuid == user.uuid).values(password_hash=hashed))
        db.session.commit()


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parameters of each Argon2 verification, as they happen."""
    seen: list[str] = []
    verify = argon2.PasswordHasher.verify

    def count(hasher: argon2.PasswordHasher, hashed: str, password: str) -> Any:
        seen.append(hashed.rsplit("$", 2)[0])
        return verify(hasher, hashed, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", count)
    return seen


@pytest.mark.asvs("11.4.2")
def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own(app: Flask, people: People) -> None:
    hashes = [stored_hash(app, people.register(name)) for name in ("ada", "eve")]
    assert all(hashed.startswith("$argon2id$v=19$m=8,t=1,p=1$") for hashed in hashes)
    assert len({hashed.split("$")[4] for hashed in hashes}) == 2


@pytest.mark.every_engine
@pytest.mark.asvs("11.4.2")
def test_a_log_in_renews_a_hash_of_other_parameters(make_app: Callable[..., Flask], ada: Person) -> None:
    app = make_app()
    before = stored_hash(app, ada)
    assert log_in(app, "ada", "password").status_code == 200
    assert stored_hash(app, ada) == before
    stronger = make_app(argon2_memory=16)
    assert log_in(stronger, "ada", "wrong password").status_code == 401
    assert stored_hash(app, ada) == before
    assert log_in(stronger, "ada", "password").status_code == 200
    assert stored_hash(app, ada).startswith("$argon2id$v=19$m=16,t=1,p=1$")
    assert log_in(stronger, "ada", "password").status_code == 200
    assert log_in(stronger, "ada", "wrong password").status_code == 401


def test_a_log_in_touches_no_other_account(make_app: Callable[..., Flask], ada: Person, eve: Person) -> None:
    app = make_app()
    before = stored_hash(app, eve)
    assert log_in(make_app(argon2_memory=16), "ada", "password").status_code == 200
    assert stored_hash(app, ada) != stored_hash(app, eve) == before


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("name", ["ada", "nobody", "no name at all!", "inactive"])
def test_an_unknown_user_costs_the_same_verification(
    app: Flask, people: People, ada: Person, verified: list[str], name: str
) -> None:
    people.register("inactive")
    assert log_in(app, name, "wrong password").status_code == 401
    assert verified == ["$argon2id$v=19$m=8,t=1,p=1"]


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize(("password", "status"), [("password", 200), ("wrong password", 401)])
def test_right_or_wrong_a_password_of_an_adopted_user_costs_the_same_verification(
    make_app: Callable[..., Flask], ada: Person, verified: list[str], password: str, status: int
) -> None:
    store_hash(make_app(), ada, MD5)
    assert log_in(make_app(salt_key=SALT_KEY), "ada", password).status_code == status
    assert verified == ["$argon2id$v=19$m=8,t=1,p=1"]


@pytest.mark.every_engine
@pytest.mark.asvs("11.4.1")
def test_an_adopted_hash_opens_once_and_becomes_argon2id(make_app: Callable[..., Flask], ada: Person) -> None:
    app, adopting = make_app(), make_app(salt_key=SALT_KEY)
    store_hash(app, ada, MD5)
    assert log_in(adopting, "ada", "password").status_code == 200
    assert stored_hash(app, ada).startswith("$argon2id$")
    for service in (app, adopting):
        assert log_in(service, "ada", "password").status_code == 200
        assert log_in(service, "ada", "wrong password").status_code == 401


@pytest.mark.parametrize(
    ("settings", "password"),
    [
        ({}, "password"),
        ({"salt_key": "another"}, "password"),
        ({"salt_key": SALT_KEY}, "wrong password"),
        ({"salt_key": SALT_KEY}, MD5),
        ({"salt_key": SALT_KEY}, "password" + SALT_KEY),
    ],
)
def test_an_adopted_hash_takes_its_password_and_the_salt_key(
    make_app: Callable[..., Flask], ada: Person, settings: dict[str, str], password: str
) -> None:
    app = make_app()
    store_hash(app, ada, MD5)
    answer = log_in(make_app(**settings), "ada", password)
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_credentials")
    assert stored_hash(app, ada) == MD5


def test_an_adopted_user_without_salt_key_can_be_refused_again_and_again(
    make_app: Callable[..., Flask], ada: Person
) -> None:
    app = make_app()
    store_hash(app, ada, MD5)
    assert [log_in(app, "ada", "password").status_code for _ in range(3)] == [401] * 3
    assert log_in(make_app(salt_key=SALT_KEY), "ada", "password").status_code == 200
