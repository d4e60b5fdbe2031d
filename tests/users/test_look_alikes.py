"""Addresses that look alike: a message goes where it was stored to go, and nobody passes as another."""

from unicodedata import normalize

import pytest

from gatepost.one_time_codes import send_code
from tests.support.time import SetClock
from tests.support.waiting import Waiting

pytestmark = pytest.mark.every_engine

STORED = "strasse.mike@example.org"
LOOK_ALIKES = [
    "STRASSE.MIKE@EXAMPLE.ORG",
    "straße.mike@example.org",
    "ｓｔｒａｓｓｅ.mike@example.org",
    "strasse.mi\u212ae@example.org",
    "strasse.mıke@example.org",
    "strasse.MİKE@example.org",
    "strasse.mike+x@example.org",
    "strasse.mike@ｅｘａｍｐｌｅ.org",
    "strasse.mike@example。org",
    "strasse.mike@exampłe.org",
    "strasse.mike@еxample.org",
    "strasse.mike@example.org.",
    " strasse.mike@example.org",
    "strasse.mike@example.org\r\nBcc: eve@example.org",
    "strasse.mike@example.org,eve@example.org",
    "Mike <strasse.mike@example.org>",
    '"strasse.mike"@example.org',
    "strasse.mike(eve)@example.org",
]


@pytest.mark.asvs("1.3.11")
def test_no_message_goes_to_an_address_as_somebody_typed_it(
    waiting: Waiting, time: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_code, "may_send_to", lambda address: True)
    waiting.letter("ada", email=STORED)
    asked = 0
    for typed in LOOK_ALIKES:
        time.pass_(minutes=10)
        status = waiting.ask(email=typed).status_code
        assert status in (202, 422)
        asked += status == 202
        for letter in waiting.letters.new():
            assert (letter.to, letter.values["username"]) == (STORED, "ada")
    assert asked > 10


def test_no_second_account_passes_as_the_first(waiting: Waiting) -> None:
    assert waiting.prove(token=waiting.letter("ada", email=STORED).token) == (200, "")
    for number, typed in enumerate(LOOK_ALIKES):
        answer = waiting.register(f"eve{number}", email=typed)
        if answer.status_code != 201:
            assert (answer.status_code, answer.json["code"]) in ((409, "email_taken"), (422, "invalid_input"))
            continue
        for letter in waiting.letters.new():  # another address, where somebody else reads
            assert normalize("NFC", letter.to) == normalize("NFC", typed)
        answer = waiting.client.post("/user/forgot-password", json={"email": typed})
        assert answer.status_code == 202
        assert waiting.letters.new() == []  # not ada's


def test_ada_is_found_in_each_writing_of_her_address(waiting: Waiting, time: SetClock) -> None:
    waiting.prove(token=waiting.letter("ada", email=STORED).token)
    for typed in LOOK_ALIKES[:4]:
        time.pass_(minutes=10)
        assert waiting.client.post("/user/forgot-password", json={"email": typed}).status_code == 202
        assert waiting.letters.one("reset").to == STORED


def test_domains_that_the_dns_tells_apart_are_two(waiting: Waiting) -> None:
    """faß.example and fass.example may belong to two; else whoever has one could prove addresses of the other."""
    assert waiting.prove(token=waiting.letter("eve", email="ada@faß.example").token) == (200, "")
    assert waiting.prove(token=waiting.letter("ada", email="ada@fass.example").token) == (200, "")
    assert waiting.state("eve") == "active"
    assert waiting.register("bob", email="ADA@xn--fa-hia.example").json["code"] == "email_taken"
