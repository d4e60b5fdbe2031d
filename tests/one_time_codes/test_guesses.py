"""Codes are guessed five times an hour at most, whoever guesses, and however many at once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.audit.models import AuditEvent
from gatepost.crypto import digest
from gatepost.database import db
from gatepost.one_time_codes import redeem
from gatepost.one_time_codes.models import OneTimeProof
from gatepost.throttling.models import ThrottleCount
from tests.support.letters import Letters
from tests.support.people import Person
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, INVALID, MOBILE, PATH, Waiting, another

pytestmark = pytest.mark.every_engine

LOCKED = (429, "too_many_requests")


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
    assert waiting.prove(email=EMAIL, code=letter.code) == LOCKED
    assert waiting.prove(token=letter.token) == (200, "")  # nobody guesses a link


@pytest.mark.asvs("6.6.3")
def test_a_new_code_gives_no_new_tries_and_an_hour_does(waiting: Waiting, time: SetClock) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    wrong(waiting, letter.code, 5)
    for minutes in (0, 59):
        time.pass_(minutes=minutes)
        refused = waiting.client.post(PATH, json={"mobile": MOBILE, "code": letter.code})
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, str((60 - minutes) * 60))
    time.pass_(minutes=1)
    assert waiting.prove(mobile=MOBILE, code=waiting.asked(mobile=MOBILE).code) == (200, "")


@pytest.mark.asvs("6.6.3", "6.3.8")
def test_while_no_code_is_right_none_is_sent_by_sms_and_who_asks_learns_how_long(
    waiting: Waiting, time: SetClock
) -> None:
    """The same for a number that nobody has."""
    letter, elsewhere = waiting.letter("ada", mobile=MOBILE), waiting.app.test_client(use_cookies=False)
    for number in (MOBILE, "01799999999"):
        for _ in range(5):
            guess = {"mobile": number, "code": another(letter.code)}
            assert elsewhere.post(PATH, json=guess).status_code == 403
    time.pass_(minutes=15)
    refused = [elsewhere.post(PATH, json={"mobile": number}) for number in (MOBILE, "01799999999")]
    assert [(answer.status_code, answer.headers["Retry-After"]) for answer in refused] == [(429, str(45 * 60))] * 2
    assert refused[0].data == refused[1].data
    assert waiting.letters.new() == []


def test_by_another_name_no_code_is_sent_in_vain_either_and_nobody_is_told(
    app: Flask, ada: Person, time: SetClock
) -> None:
    """The number's guesses are used up by the username, so its answer tells nobody whose it is."""
    client, letters, enter = app.test_client(), Letters(app), "/user/login/code"
    assert client.post(enter, json={"username": "ada"}).status_code == 202
    code = letters.one("login").code
    for _ in range(5):
        assert client.post(enter, json={"username": "ada", "code": another(code)}).status_code == 403
    time.pass_(seconds=30)
    assert client.post(enter, json={"mobile": ada.mobile}).status_code == 202
    assert letters.new() == []
    assert client.post(enter, json={"mobile": ada.mobile, "code": code}).status_code == 403


def test_the_record_says_that_codes_are_locked(waiting: Waiting) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    wrong(waiting, letter.code, 5)
    with waiting.app.app_context():
        lines = db.session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)).all()
    assert lines == ["account.registered", *["proof.refused"] * 4, "proof.locked"]


def test_a_number_that_nobody_has_is_guessed_as_often(waiting: Waiting, evaluated: "count[int]") -> None:
    answers = [waiting.prove(mobile="01799999999", code=f"{code:06}") for code in range(20)]
    assert (answers, next(evaluated)) == ([INVALID] * 5 + [LOCKED] * 15, 5)


@pytest.mark.asvs("6.6.3")
def test_an_account_that_nobody_has_is_guessed_as_often(waiting: Waiting, evaluated: "count[int]") -> None:
    body = {"username": "nobody", "new_password": "another password"}
    for code in range(20):
        answer = waiting.client.post("/user/reset-password", json=body | {"code": f"{code:06}"})
        assert (answer.status_code, answer.json["code"]) == (INVALID if code < 5 else LOCKED)
    assert next(evaluated) == 5


@pytest.mark.asvs("6.6.3", "15.4.2")
def test_of_a_hundred_guesses_at_once_five_are_looked_at(waiting: Waiting, evaluated: "count[int]") -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    codes = [f"{code:06}" for code in range(100) if f"{code:06}" != letter.code]
    assert sorted(at_once(waiting, codes)) == [403] * 5 + [429] * (len(codes) - 5)
    assert set(at_once(waiting, [letter.code] * 20)) == {429}
    assert next(evaluated) == 5
    assert waiting.state("ada") == "waits"


@pytest.mark.asvs("6.5.1", "15.4.2")
def test_a_code_that_comes_many_times_at_once_is_good_once(waiting: Waiting) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    first, *others = sorted(at_once(waiting, [letter.code] * 20))
    assert (first, set(others) <= {403, 429}) == (200, True)
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

    def prove(name: str, code: str) -> int:
        body = {**address, "username": name, "code": code}
        return waiting.app.test_client().post(PATH, json=body).status_code

    with ThreadPoolExecutor(3) as pool:
        statuses = sorted(pool.map(prove, names, codes))
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


@pytest.mark.asvs("14.2.4")
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
