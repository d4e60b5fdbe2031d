"""ACTIVATION=code: a number that its holder has not proven is nobody's yet. (Proving comes with the senders.)"""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

BODY = {"username": "ada", "mobile": "01712345678", "password": "password"}


@pytest.fixture
def strict(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(activation="code").test_client()


def test_whoever_registers_a_number_does_not_keep_its_holder_from_it(strict: FlaskClient) -> None:
    assert strict.post("/user", json=BODY).status_code == 201
    answer = strict.post("/user", json=BODY | {"username": "eve"})
    assert (answer.status_code, answer.json["data"]["mobile"]) == (201, "01712345678")
    answer = strict.post("/user", json=BODY | {"mobile": "01898765432"})
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")


@pytest.mark.asvs("6.3.4")
def test_no_account_becomes_active_by_its_number_alone(strict: FlaskClient) -> None:
    strict.post("/user", json=BODY)
    assert strict.post("/user/activate-account/", json={"mobile": BODY["mobile"]}).status_code != 200
    answer = strict.post("/user/login", json={"username": "ada", "password": "password"})
    assert (answer.status_code, answer.json["code"]) == (403, "account_not_active")
