"""PHONE_REGION: how a number without + is read."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient


def register(client: FlaskClient, username: str, mobile: str) -> tuple[int, str]:
    answer = client.post("/user", json={"username": username, "mobile": mobile, "password": "password"})
    return answer.status_code, answer.json.get("code", "")


@pytest.mark.parametrize(
    ("region", "mobile", "status"),
    [
        ("bare", "123456", 422),
        ("bare", "1234567", 201),
        ("bare", "123456789012345", 201),
        ("bare", "1234567890123456", 422),
        ("bare", "+8801712345678", 201),
        ("bare", "+1", 422),
        ("bare", "01712345678 x", 422),
        ("bare", "01712345678*", 422),
        ("bare", "0171+2345678", 422),
        ("international", "01712345678", 422),
        ("international", "8801712345678", 422),
        ("international", "+880 1712-345678", 201),
        ("international", "+999 1712345678", 422),
        ("BD", "01712345678", 201),
        ("BD", "01XXXXXXXXX", 201),
        ("BD", "+49 30 1234567", 201),
        ("BD", "017", 422),
    ],
)
def test_which_numbers_are_taken_in_each_region(
    make_app: Callable[..., Flask], region: str, mobile: str, status: int
) -> None:
    answer = (
        make_app(phone_region=region)
        .test_client()
        .post("/user", json={"username": "ada", "mobile": mobile, "password": "password"})
    )
    assert answer.status_code == status
    if status == 201:
        assert answer.json["data"]["mobile"] == mobile
    else:
        assert list(answer.json["errors"]) == ["mobile"]


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize("other", ["+8801712345678", "+880 17 12 34 56 78", "1712345678", "017 1234 5678"])
def test_in_a_country_its_own_and_the_international_writing_are_one_number(
    make_app: Callable[..., Flask], other: str
) -> None:
    client = make_app(phone_region="BD").test_client()
    assert register(client, "ada", "01712345678") == (201, "")
    assert register(client, "eve", other) == (409, "mobile_taken")


def test_without_a_country_bare_digits_and_an_international_number_are_two(make_app: Callable[..., Flask]) -> None:
    client = make_app(phone_region="bare").test_client()
    assert register(client, "ada", "8801712345678") == (201, "")
    assert register(client, "eve", "+8801712345678") == (201, "")
    assert register(client, "bob", "+880 1712345678") == (409, "mobile_taken")


def test_the_same_digits_in_two_countries_are_two_numbers(make_app: Callable[..., Flask]) -> None:
    assert register(make_app(phone_region="BD").test_client(), "ada", "01712345678") == (201, "")
    assert register(make_app(phone_region="DE").test_client(), "eve", "01712345678") == (201, "")
    assert register(make_app(phone_region="international").test_client(), "bob", "+491712345678") == (
        409,
        "mobile_taken",
    )
