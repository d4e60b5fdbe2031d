"""Codes are guessed five times an hour at most, whoever guesses, and however many at once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.crypto import digest
from gatepost.database import db
from gatepost.one_time_codes import redeem
from gatepost.one_time_codes.models import OneTimeProof
from gatepost.throttling.models import ThrottleCount
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, INVALID, MOBILE, PATH, Waiting, another

pytestmark = pytest.mark.every_engine


def wrong(waiting: Waiting, code: str, times: int) -> None:
    for _ in range(times):
        assert waiting.prove(mobile=MOBILE, code=another(code)) == INVALID


def at_once(waiting: Waiting, codes: list[str]) -> list[int]:
    def guess(code: str) -> int:
        return waiting.app.test_client().post(PATH, json={"mobile": MOBILE, "code": code}).status_code

    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(guess, codes))


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> "count[int]":
    """Counts the codes that are looked at: ``next(evaluated)`` is how many those were."""
    counted, spend = count(), redeem.spend_code

    def count_and_spend(**given: str) -> object:
        next(counted)
        return spend(**given)

    monkeypatch.setattr(redeem, "spend_code", count_and_spend)
    return counted


@pytest.mark.asvs("6.6.3")
def test_four_slips_are_forgiven_and_the_fifth_is_the_last(waiting: Waiting) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    wrong(waiting, letter.code, 4)
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")
    letter = waiting.letter("eve", email=EMAIL)
    for _ in range(5):
        assert waiting.prove(email=EMAIL, code=another(letter.code)) == INVALID
    assert waiting.prove(email=EMAIL, code=letter.code) == INVALID
    assert waiting.prove(token=letter.token) == (200, "")  # nobody guesses a link


@pytest.mark.asvs("6.6.3")
def test_a_new_code_gives_no_new_tries_and_an_hour_does(waiting: Waiting, time: SetClock) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    wrong(waiting, letter.code, 5)
    for _ in range(2):
        letter = waiting.asked(mobile=MOBILE)
        assert waiting.prove(mobile=MOBILE, code=letter.code) == INVALID
    time.pass_(minutes=58)
    letter = waiting.asked(mobile=MOBILE)
    assert waiting.prove(mobile=MOBILE, code=letter.code) == INVALID  # 59 minutes and a half after the first
    time.pass_(seconds=30)
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")


def test_a_number_that_nobody_has_is_guessed_as_often(waiting: Waiting, evaluated: "count[int]") -> None:
    answers = {waiting.prove(mobile="01799999999", code=f"{code:06}") for code in range(20)}
    assert (answers, next(evaluated)) == ({INVALID}, 5)


@pytest.mark.asvs("6.6.3")
def test_an_account_that_nobody_has_is_guessed_as_often(waiting: Waiting, evaluated: "count[int]") -> None:
    body = {"username": "nobody", "new_password": "another password"}
    for code in range(20):
        answer = waiting.client.post("/user/reset-password", json=body | {"code": f"{code:06}"})
        assert (answer.status_code, answer.json["code"]) == INVALID
    assert next(evaluated) == 5


@pytest.mark.asvs("6.6.3", "15.4.2")
def test_of_a_hundred_guesses_at_once_five_are_looked_at(waiting: Waiting, evaluated: "count[int]") -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    codes = [f"{code:06}" for code in range(100) if f"{code:06}" != letter.code]
    assert set(at_once(waiting, codes)) == {403}
    assert set(at_once(waiting, [letter.code] * 20)) == {403}
    assert next(evaluated) == 5
    assert waiting.state("ada") == "waits"


@pytest.mark.asvs("6.5.1", "15.4.2")
def test_a_code_that_comes_many_times_at_once_is_good_once(waiting: Waiting) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    assert sorted(at_once(waiting, [letter.code] * 20)) == [200] + [403] * 19
    assert waiting.state("ada") == "active"


@pytest.mark.asvs("6.5.1", "15.4.2")
def test_a_link_that_is_used_many_times_at_once_is_good_once(waiting: Waiting) -> None:
    token = waiting.letter("ada", email=EMAIL).token

    def follow(_: int) -> int:
        return waiting.app.test_client().post(PATH, json={"token": token}).status_code

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(follow, range(20))) == [200] + [403] * 19


@pytest.mark.asvs("2.3.3", "15.4.2")
@pytest.mark.parametrize("address", [{"mobile": MOBILE}, {"email": EMAIL}], ids=["mobile", "email"])
def test_of_several_who_prove_one_address_at_once_one_gets_it(waiting: Waiting, address: dict[str, str]) -> None:
    names = ["ada", "bob", "eve"]
    codes = [waiting.letter(name, **address).code for name in names]

    def prove(code: str) -> int:
        return waiting.app.test_client().post(PATH, json={**address, "code": code}).status_code

    with ThreadPoolExecutor(3) as pool:
        statuses = sorted(pool.map(prove, codes))
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {403, 409}
    assert sorted(waiting.state(name) for name in names) in (
        ["active", "unknown", "unknown"],
        ["active", "unknown", "waits"],  # who was just about to
        ["active", "waits", "waits"],
    )


def test_who_has_the_table_cannot_try_codes_out(waiting: Waiting, strict: Flask) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    with strict.app_context():
        (row,) = db.session.execute(select(*OneTimeProof.__table__.columns)).mappings()
    parts = ("", row["purpose"], f"mobile:{MOBILE}", f"{row['purpose']} mobile:{MOBILE}")
    assert row["code_digest"] not in {digest(f"{part} {letter.code}".strip()) for part in parts}


def test_neither_codes_nor_addresses_are_stored_where_proofs_are(waiting: Waiting, strict: Flask) -> None:
    letter = waiting.letter("ada", email=EMAIL)
    with strict.app_context():
        columns = [*OneTimeProof.__table__.columns, *ThrottleCount.__table__.columns]
        rows = [
            *db.session.execute(select(*OneTimeProof.__table__.columns)),
            *db.session.execute(select(ThrottleCount.key)),
        ]
    assert len(columns) > 5
    for secret in (letter.code, letter.token, EMAIL):
        assert secret not in repr(rows)
