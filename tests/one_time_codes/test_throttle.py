"""Messages to one address are at least half a minute apart, and ten an hour at most, whoever asks for them."""

import pytest
from werkzeug.test import TestResponse

from gatepost.outbox.kinds import NotDelivered
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, MOBILE, Waiting
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine

NOBODY = "01799999999"
REFUSED = (429, "too_many_requests")


def told(answer: TestResponse) -> tuple[int, bytes, str | None]:
    return answer.status_code, answer.data, answer.headers.get("Retry-After")


@pytest.mark.asvs("6.3.8")
def test_known_and_unknown_are_asked_for_alike(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    time.pass_(seconds=30)
    for seconds in (0, 10, 19, 1, 30):
        time.pass_(seconds=seconds)
        assert told(waiting.ask(mobile=MOBILE)) == told(waiting.ask(mobile=NOBODY))


def test_a_code_may_be_asked_for_again_after_half_a_minute_and_the_answer_says_so(
    waiting: Waiting, time: SetClock
) -> None:
    waiting.letter("ada", mobile=MOBILE)
    time.pass_(seconds=30)
    assert waiting.ask(mobile=MOBILE).status_code == 202
    for seconds, wait in ((0, "30"), (10, "20"), (19.5, "1")):
        time.pass_(seconds=seconds)
        answer = waiting.ask(mobile="0171 234-5678")
        assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (*REFUSED, wait)
    time.pass_(seconds=0.5)
    assert waiting.ask(mobile=MOBILE).status_code == 202


def test_the_eleventh_message_of_an_hour_waits_for_the_next(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    for _ in range(9):
        waiting.asked(mobile=MOBILE)
    time.pass_(minutes=10)
    assert waiting.ask(mobile=MOBILE).status_code == 202  # the tenth who asked; the first message came by itself
    with pytest.raises(NotDelivered):
        waiting.letters.new()
    time.pass_(minutes=10)
    assert waiting.ask(mobile=MOBILE).headers["Retry-After"] == str(60 * (60 - 20) - 9 * 30 + 30)
    time.pass_(minutes=40)
    assert [letter.name for letter in waiting.letters.new()] == ["activation"]


def test_a_registration_that_follows_too_soon_is_sent_nothing_and_may_ask(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("eve", email=EMAIL)
    time.pass_(seconds=29)
    assert waiting.register("ada", email="ADA@example.org").status_code == 201
    assert waiting.letters.new() == []
    assert waiting.asked(email=EMAIL).values["username"] == "ada"


def test_a_refused_registration_uses_up_no_message(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MOBILE, password="another password")
    for wrong in ({"username": "ADA"}, {"password": "short"}, {"mobile": "1"}):
        answer = waiting.client.post("/user", json={"username": "eve", "email": EMAIL, "password": "password"} | wrong)
        assert answer.status_code in (409, 422)
    assert waiting.register("grace", email=EMAIL).status_code == 201
    assert waiting.letters.one("activation").to == EMAIL


@pytest.mark.asvs("2.4.1")
def test_a_flood_of_requests_makes_one_message_and_no_more_rows(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    waiting.letter("grace", email=EMAIL)
    time.pass_(seconds=30)
    answers: dict[str, list[tuple[int, bytes, str | None]]] = {}
    for _ in range(250):
        for address in ({"mobile": MOBILE}, {"email": EMAIL}, {"mobile": NOBODY}, {"email": "nobody@example.org"}):
            answers.setdefault(str(address), []).append(told(waiting.ask(**address)))
    assert len({tuple(each) for each in answers.values()}) == 1  # the same for known and unknown
    assert [status for status, *_ in answers.popitem()[1]] == [202] + [429] * 249
    assert len(waiting.letters.new()) == 2
    counts = row_counts(waiting.app)
    assert (counts["one_time_proofs"], counts["throttle_counts"], counts["outbox"]) == (2, 2 + 4, 2 + 4 + 2)


def test_who_asks_for_what_was_sent_just_now_gets_no_other_which_would_end_it(waiting: Waiting, time: SetClock) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    time.pass_(seconds=29)
    assert waiting.ask(mobile=MOBILE).status_code == 202
    assert waiting.letters.new() == []
    time.pass_(seconds=29)
    assert waiting.letters.new() == []  # nor later
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")
