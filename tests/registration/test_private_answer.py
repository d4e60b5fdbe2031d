"""REGISTRATION_ANSWER=private: whoever registers does not learn who is registered."""

from collections.abc import Callable

import pytest
from flask import Flask


@pytest.mark.asvs("6.3.8")
def test_a_new_and_a_taken_identifier_get_the_same_answer(make_app: Callable[..., Flask]) -> None:
    client = make_app(registration_answer="private").test_client()
    body = {"username": "ada", "mobile": "01712345678", "password": "password"}
    answers = [client.post("/user", json=body), client.post("/user", json=body)]
    answers.append(client.post("/user", json=body | {"username": "other"}))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.data for answer in answers}) == 1


def test_a_privately_registered_user_can_activate_and_log_in(make_app: Callable[..., Flask]) -> None:
    client = make_app(registration_answer="private").test_client()
    body = {"username": "ada", "mobile": "01712345678", "password": "password"}
    client.post("/user", json=body)
    client.post("/user", json=body | {"password": "another password"})
    client.post("/user/activate-account/", json={"mobile": "01712345678"})
    answer = client.post("/user/login", json={"username": "ada", "password": "password"})
    assert answer.status_code == 200


def test_private_registration_still_says_what_is_wrong_with_a_password(make_app: Callable[..., Flask]) -> None:
    client = make_app(registration_answer="private").test_client()
    answer = client.post("/user", json={"username": "ada", "mobile": "01712345678", "password": "short"})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["password"])
