"""Many who want one name at once: one gets it, the others are told, on every engine."""

from collections import Counter
from functools import partial

import pytest

from tests.serving.wire import Reply, ask, at_once, join, new_mobile, register

pytestmark = [pytest.mark.every_engine, pytest.mark.any_server]

MANY = 100


def assert_one_won(answers: list[Reply], won: int, code: str) -> None:
    assert Counter(answer.status for answer in answers) == {won: 1, 409: len(answers) - 1}
    assert {answer.json["code"] for answer in answers if answer.status == 409} == {code}


@pytest.mark.asvs("2.3.4")
def test_of_many_registrations_with_one_username_one_wins(service: str) -> None:
    spellings = ("wanted", "Wanted", "WANTED", "ｗanted")  # all the same name
    answers = at_once(partial(register, service, spellings[i % 4]) for i in range(MANY))
    assert_one_won(answers, 201, "username_taken")


@pytest.mark.asvs("2.3.4")
def test_of_many_registrations_with_one_mobile_one_wins(service: str) -> None:
    mobile = new_mobile()
    spaced = f"{mobile[:4]} {mobile[4:]}"
    answers = at_once(partial(register, service, f"holder{i}", mobile=spaced if i % 2 else mobile) for i in range(MANY))
    assert_one_won(answers, 201, "mobile_taken")


@pytest.mark.asvs("2.3.4")
def test_of_many_changes_to_one_email_one_wins(service: str) -> None:
    people = [join(service, f"mail{i}") for i in range(10)]

    def change(i: int) -> Reply:
        person = people[i]
        body = {"email": f"{'Ada' if i % 2 else 'ada'}@example.org"}
        return ask(service, f"PATCH /user/{person.uuid}", body, token=person.access_token)

    assert_one_won(at_once(partial(change, i) for i in range(len(people))), 200, "email_taken")


def test_many_changes_and_deletions_of_the_same_users_end_in_answers(service: str) -> None:
    people = [join(service, f"crowd{i}") for i in range(4)]

    def go(i: int) -> Reply:
        person = people[i % 4]
        if i >= 48:
            return ask(service, f"DELETE /user/{person.uuid}", token=person.access_token)
        changes = ({"gender": "Female"}, {"email": f"e{i}@example.org"}, {"username": f"crowd{i % 4}x"})
        return ask(service, f"PATCH /user/{person.uuid}", changes[i % 3], token=person.access_token)

    answers = at_once(partial(go, i) for i in range(60))
    assert {answer.status for answer in answers} <= {200, 401, 404, 409}
    assert sum(answer.json.get("message") == "User deleted." for answer in answers) == 4
    assert {ask(service, f"GET /user/{each.uuid}", token=each.access_token).status for each in people} == {401}
