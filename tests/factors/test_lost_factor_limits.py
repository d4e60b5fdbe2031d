"""POST /user/lost-factor: what begins nothing, and how often it is told."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.authenticator import Authenticator, due, enrol, first, second
from tests.support.letters import Letters
from tests.support.lost_factors import (
    EMAIL,
    INVALID,
    begin,
    report,
    stop,
    waiting,
)
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

pytestmark = pytest.mark.every_engine


def test_a_token_of_another_device_or_of_before_a_change_begins_nothing(
    app: Flask, client: FlaskClient, reachable: Person
) -> None:
    stranger = app.test_client(use_cookies=False)
    body = {"token": due(stranger, reachable)}
    answer = stranger.post("/user/lost-factor", json=body, headers={"User-Agent": "another"})
    assert_refused(answer, INVALID)
    change = {"old_password": reachable.password, "new_password": "another password"}
    client.post(f"/user/change-password/{reachable.uuid}", json=change, headers=reachable.signed)
    assert_refused(report(stranger, **body), INVALID)
    assert waiting(app) == []


def test_a_link_for_another_purpose_begins_nothing(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    for path, name in (("/user/login/code", "login"), ("/user/forgot-password", "reset")):
        time.pass_(minutes=2)
        client.post(path, json={"email": EMAIL})
        assert_refused(report(client, token=letters.one(name).token), INVALID)
    assert waiting(app) == []


def test_three_a_day_are_told(client: FlaskClient, reachable: Person, letters: Letters, time: SetClock) -> None:
    for _ in range(3):
        assert stop(client, begin(client, reachable, letters).token).status_code == 200
    refused = report(client, token=due(client, reachable))
    assert_refused(refused, (429, "too_many_requests"))
    assert refused.headers["Retry-After"] == "86400"
    assert letters.new() == []
    time.pass_(days=1)
    begin(client, reachable, letters)


@pytest.mark.asvs("6.3.1")
def test_five_wrong_codes_an_hour(client: FlaskClient, reachable: Person, letters: Letters) -> None:
    report(client, email=EMAIL)
    code = letters.one("lost_factor").code
    wrong = next(each for each in map("{:06}".format, range(2)) if each != code)
    for _ in range(5):
        assert_refused(report(client, email=EMAIL, code=wrong), INVALID)
    assert_refused(report(client, email=EMAIL, code=code), (429, "too_many_requests"))


def test_settings_switch_it_off(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(lost_factor_wait="0")
    client = app.test_client()
    ada = People(client).join("ada")
    enrol(client, ada)
    for body in ({"username": "ada"}, {"username": "ada", "code": "123456"}, {"token": due(client, ada)}):
        assert_refused(report(client, **body), (403, "not_offered"))
    before = contents(app)
    assert contents(app) == before


def test_wrong_guesses_of_before_do_not_count_for_the_next_factor(
    client: FlaskClient, reachable: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    begin(client, reachable, letters)
    time.pass_(hours=71, minutes=50)
    for _ in range(5):
        second(client, due(client, reachable), app_of_ada.wrong())
    time.pass_(minutes=10)
    answer = first(client, reachable)
    reachable.access_token = answer.json["access_token"]
    enrol(client, reachable)
