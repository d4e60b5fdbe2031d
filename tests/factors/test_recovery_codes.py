"""Recovery codes: ten, each good once in place of a second factor."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import db
from gatepost.factors.models import RecoveryCode
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, due, enrol, second
from tests.support.letters import Letters
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

INVALID = (403, "invalid_proof")
PATH = "/user/factors/recovery-codes"


def left(client: FlaskClient, person: Person) -> int:
    return int(client.get("/user/factors", headers=person.signed).json["recovery_codes"])


@pytest.mark.asvs("6.5.3", "6.5.4")
def test_the_first_factor_brings_ten_codes_of_120_bits(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    codes = app_of_ada.recovery_codes
    assert len(set(codes)) == 10
    assert all(re.fullmatch("[A-Z2-7]{4}(-[A-Z2-7]{4}){5}", code) for code in codes)
    assert enrol(client, ada).recovery_codes == []


@pytest.mark.asvs("6.5.1")
def test_each_logs_in_once(client: FlaskClient, ada: Person, app_of_ada: Authenticator) -> None:
    for number, code in enumerate(app_of_ada.recovery_codes):
        assert left(client, ada) == 10 - number
        assert second(client, due(client, ada), recovery_code=code).status_code == 200
        assert_refused(second(client, due(client, ada), recovery_code=code), INVALID)
    answer = client.post("/user/login", json={"username": "ada", "password": ada.password})
    assert answer.json["second_factor"]["factors"] == ["totp"]


@pytest.mark.parametrize(
    "write",
    [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", ""),
     lambda code: f"  {code.lower().replace('-', ' - ')} ", lambda code: code.replace("O", "0").replace("I", "1")],
)  # fmt: skip
def test_it_is_taken_as_people_write_it(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, write: Callable[[str], str]
) -> None:
    assert second(client, due(client, ada), recovery_code=write(app_of_ada.recovery_codes[0])).status_code == 200


def test_a_wrong_one_a_part_and_that_of_another_are_refused(
    client: FlaskClient, ada: Person, eve: Person, app_of_ada: Authenticator
) -> None:
    others = enrol(client, eve).recovery_codes
    for wrong in (others[0], app_of_ada.recovery_codes[0][:-1], app_of_ada.recovery_codes[0] + "A", "-", "\u2002x"):
        assert_refused(second(client, due(client, ada), recovery_code=wrong), INVALID)
    assert (left(client, ada), left(client, eve)) == (10, 10)


@pytest.mark.asvs("6.3.7")
def test_its_use_is_told_with_the_number_that_is_left(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters
) -> None:
    record = Record(app)
    letters.new()
    second(client, due(client, ada), recovery_code=app_of_ada.recovery_codes[3])
    assert letters.one("recovery_code_used").values["left"] == 9
    assert [line[0] for line in record.new()] == ["login.factor_due", "recovery_code.used", "login.succeeded"]


@pytest.mark.asvs("6.3.7")
def test_they_are_made_anew_and_those_of_before_end(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    record = Record(app)
    letters.new()
    answer = client.post(PATH, headers=ada.signed)
    assert (answer.status_code, answer.json.keys()) == (201, {"recovery_codes"})
    assert len(set(answer.json["recovery_codes"]) - set(app_of_ada.recovery_codes)) == 10
    assert letters.one("recovery_codes_made").values["username"] == "ada"
    assert record.new() == [("recovery_codes.made", ada.uuid, ada.uuid, time.now())]
    assert_refused(second(client, due(client, ada), recovery_code=app_of_ada.recovery_codes[0]), INVALID)
    assert second(client, due(client, ada), recovery_code=answer.json["recovery_codes"][0]).status_code == 200


def test_who_has_no_factor_gets_none(client: FlaskClient, ada: Person) -> None:
    assert_refused(client.post(PATH, headers=ada.signed), (401, "insufficient_user_authentication"))


@pytest.mark.asvs("6.5.2")
def test_only_digests_are_stored(app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator) -> None:
    with app.app_context():
        stored = db.session.scalars(select(RecoveryCode.digest)).all()
    assert len(stored) == 10
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in stored)


@pytest.mark.asvs("6.5.1", "15.4.2")
def test_of_twenty_who_send_one_code_at_once_one_gets_in(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    tokens = [due(app.test_client(), ada) for _ in range(20)]

    def send(token: str) -> int:
        return second(app.test_client(), token, recovery_code=app_of_ada.recovery_codes[0]).status_code

    with ThreadPoolExecutor(20) as pool:
        one, *others = sorted(pool.map(send, tokens))
    assert (one, set(others) <= {403, 429}) == (200, True)
    assert left(client, ada) == 9
