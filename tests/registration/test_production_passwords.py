"""The rules for passwords that production has: fifteen characters, and none of one's own names."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def strict(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(password_min_length=15, password_blocklist=True).test_client()


def register(client: FlaskClient, password: str, username: str = "ada") -> tuple[int, list[str]]:
    body = {"username": username, "mobile": "01712345678", "password": password}
    answer = client.post("/user", json=body)
    return answer.status_code, list(answer.json.get("errors", {}))


@pytest.mark.asvs("6.2.1")
def test_fourteen_characters_are_too_few_and_fifteen_enough(strict: FlaskClient) -> None:
    assert register(strict, "fourteen chars") == (422, ["password"])
    assert register(strict, "fifteen chars..") == (201, [])


@pytest.mark.asvs("6.2.5")
@pytest.mark.parametrize(
    "password", ["correcthorsebatterystaple", "314159265358979", "🦆🐎🔋📎" * 4, "正确的马电池订书钉正确的马电池订书钉"]
)
def test_no_kind_of_character_is_asked_for(strict: FlaskClient, password: str) -> None:
    assert register(strict, password) == (201, [])


@pytest.mark.asvs("6.2.11")
@pytest.mark.parametrize(
    "password",
    [
        "ada.lovelace.of.london",
        "ADA.Lovelace.of.LONDON",
        "ａｄａ．ｌｏｖｅｌａｃｅ．ｏｆ．ｌｏｎｄｏｎ",
        "ada.lovelace.of.londonada.love",
        "0171234567801712345678",
        "gatepostgatepost",
        "GatepostGatepostGatepost",
        "passwordpassword",
        "administratoradministrator",
    ],
)
def test_ones_own_names_and_the_services_are_no_passwords(strict: FlaskClient, password: str) -> None:
    assert register(strict, password, "ada.lovelace.of.london") == (422, ["password"])


def test_a_short_username_many_times_is_no_password(strict: FlaskClient) -> None:
    assert register(strict, "ada" * 5) == (422, ["password"])
    assert register(strict, "ada" * 4 + "bcd") == (201, [])


def test_another_ones_name_may_be_a_password(strict: FlaskClient) -> None:
    assert register(strict, "grace.hopper.of.new.york") == (201, [])


def test_without_the_list_ones_own_name_is_a_password(make_app: Callable[..., Flask]) -> None:
    assert register(make_app().test_client(), "ada" * 5) == (201, [])
