"""POST /user/login/passkey: an answer is to one challenge, once, from one device."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.passkeys import LOG_IN, LOG_IN_OPTIONS, options_for, options_to_log_in
from tests.support.people import People, Person
from tests.support.software_key import Authenticator
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

INVALID = (403, "invalid_passkey")


@pytest.mark.every_engine
@pytest.mark.asvs("6.6.2")
def test_an_answer_counts_once(client: FlaskClient, key: Authenticator) -> None:
    sent = key.get(options_to_log_in(client))
    assert client.post(LOG_IN, json=sent).status_code == 200
    assert_refused(client.post(LOG_IN, json=sent), INVALID)


@pytest.mark.every_engine
@pytest.mark.asvs("6.6.2")
def test_a_wrong_answer_uses_its_challenge_up(client: FlaskClient, key: Authenticator) -> None:
    options = options_to_log_in(client)
    assert_refused(client.post(LOG_IN, json=key.get(options, origin="https://evil.example")), INVALID)
    assert_refused(client.post(LOG_IN, json=key.get(options)), INVALID)


@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
def test_of_one_answer_sent_at_once_one_counts(app: Flask, client: FlaskClient, key: Authenticator) -> None:
    options = client.post(LOG_IN_OPTIONS)
    device = {"Gatepost-Device": options.headers["Gatepost-Device"]}
    sent = key.get(options.json)
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: app.test_client().post(LOG_IN, json=sent, headers=device).status_code, range(8))
        assert sorted(answers) == [200] + [403] * 7


@pytest.mark.every_engine
@pytest.mark.asvs("6.6.2")
def test_only_the_device_that_asked_may_answer(
    app: Flask, people: People, client: FlaskClient, key: Authenticator
) -> None:
    asked = app.test_client()
    sent = key.get(options_to_log_in(asked))
    stranger = app.test_client()
    options_to_log_in(stranger)
    for other in (app.test_client(), stranger, client):
        assert_refused(other.post(LOG_IN, json=sent), INVALID)
    assert asked.post(LOG_IN, json=sent).status_code == 200


def test_a_program_sends_the_device_back_in_a_header(app: Flask, key: Authenticator) -> None:
    options = app.test_client().post(LOG_IN_OPTIONS)
    device = {"Gatepost-Device": options.headers["Gatepost-Device"]}
    answer = app.test_client(use_cookies=False).post(LOG_IN, json=key.get(options.json), headers=device)
    assert answer.status_code == 200
    assert answer.headers["Gatepost-Device"].split(".")[1] == device["Gatepost-Device"].split(".")[1]


def test_a_device_that_is_known_stays_the_same(client: FlaskClient, ada: Person) -> None:
    known = client.post("/user/login", json={"username": "ada", "password": "password"}).headers["Gatepost-Device"]
    assert client.post(LOG_IN_OPTIONS).headers["Gatepost-Device"] == known


@pytest.mark.every_engine
@pytest.mark.parametrize("too_late", [False, True])
def test_an_answer_has_five_minutes(client: FlaskClient, key: Authenticator, time: SetClock, too_late: bool) -> None:
    sent = key.get(options_to_log_in(client))
    time.pass_(minutes=5, seconds=0 if too_late else -1)
    assert client.post(LOG_IN, json=sent).status_code == (403 if too_late else 200)


def test_an_answer_to_the_challenge_of_a_new_passkey_lets_nobody_in(
    client: FlaskClient, ada: Person, key: Authenticator
) -> None:
    sent = key.get(options_to_log_in(client) | {"challenge": options_for(client, ada)["challenge"]})
    assert_refused(client.post(LOG_IN, json=sent), INVALID)
