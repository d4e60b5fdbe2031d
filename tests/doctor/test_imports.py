"""Users who came without a username and a verified address have no name once addresses have to be verified."""

from typing import Literal

import pytest
from flask import Flask

from gatepost.doctor.imports import examine_imports
from gatepost.settings import current_settings
from tests.imports.conftest import moving as moving
from tests.imports.moving import PASSWORD, Moving

pytestmark = pytest.mark.every_engine


def told(app: Flask, activation: Literal["code", "mobile"]) -> list[str]:
    with app.app_context():
        found = list(examine_imports(current_settings().model_copy(update={"activation": activation})))
    assert not any(each.grave for each in found)
    return [f"{each.about}: {each.problem}" for each in found]


def test_users_whose_password_opens_nothing_after_a_change_of_the_activation_are_counted(moving: Moving) -> None:
    nameless = {"password": moving.hashed(), "email": "ada@example.org"}
    moving.take([nameless, {"password": moving.hashed(), "mobile": "01712345678"}])
    assert told(moving.app, "mobile") == []
    (sentence,) = told(moving.app, "code")
    assert sentence.startswith("Imported users: 2 of them cannot sign in by their passwords")
    entry = {"email": "ada@example.org", "password": PASSWORD}
    assert moving.app.test_client().post("/user/login", json=entry).status_code == 200  # while it is mobile


def test_users_who_have_a_name_or_no_password_or_are_not_let_in_are_not_counted(moving: Moving) -> None:
    own = {"password": moving.hashed()}
    moving.take(
        [
            own | {"username": "grace", "email": "grace@example.org"},
            own | {"email": "verified@example.org", "verified": ["email"]},
            own | {"email": "closed@example.org", "active": False},
            own | {"email": "waits@example.org", "waits": True},
            own | {"email": "suspended@example.org", "suspended_until": "2999-01-01T00:00:00Z"},
            {"email": "without@example.org"},
        ]
    )
    assert moving.count() == 6
    assert told(moving.app, "code") == []


def test_users_who_registered_are_not_counted(moving: Moving) -> None:
    entry = {"username": "user123456789012", "mobile": "01712345678", "password": PASSWORD}
    assert moving.app.test_client().post("/user", json=entry).status_code == 201
    assert moving.app.test_client().post("/user/activate-account/", json={"mobile": "01712345678"}).status_code == 200
    assert told(moving.app, "code") == []


def test_the_command_has_it(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    moving.take([{"password": moving.hashed(), "email": "ada@example.org"}])
    assert "Imported users" not in moving.type("doctor").output
    settings = moving.app.extensions["gatepost"].model_copy(update={"activation": "code"})
    monkeypatch.setitem(moving.app.extensions, "gatepost", settings)
    assert "- warning: Imported users: 1 of them cannot sign in by their passwords" in moving.type("doctor").output
