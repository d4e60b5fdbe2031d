"""Username, gender and language are changed on /account/details."""

from flask import Flask

from tests.account.browser import where
from tests.account.own.visitor import Visitor, alert, notice, reason
from tests.support.people import People, Person

PATH = "/account/details"


def data_of(visitor: Visitor, person: Person) -> dict[str, str]:
    data: dict[str, str] = visitor.get(f"/user/{person.uuid}").get_json()["data"]
    return data


def test_details_are_saved(inside: Visitor, settled: Person) -> None:
    inside.page(PATH)
    answer = inside.send(PATH, username="ada.lovelace", gender="Female", locale="bn")
    assert where(PATH, answer) == f"{PATH}?done=details"
    html = inside.page(f"{PATH}?done=details")
    assert notice(html)
    assert '<option value="bn" lang="bn" selected>' in html
    assert data_of(inside, settled) | {"username": "ada.lovelace", "gender": "Female"} == data_of(inside, settled)


def test_an_empty_field_removes_what_can_be_removed(inside: Visitor, settled: Person) -> None:
    inside.sent(PATH, username="ada", gender="Male", locale="de")
    inside.sent(PATH, username="ada")
    assert "gender" not in data_of(inside, settled)
    answer = inside.sent(PATH)
    assert answer.status_code == 422
    assert reason(answer.text, "username")


def test_what_was_typed_is_shown_again_with_the_reason(inside: Visitor, eve: Person) -> None:
    answer = inside.sent(PATH, username="eve")
    assert (answer.status_code, alert(answer.text)) == (409, "This username is taken.")
    assert 'value="eve"' in answer.text
    answer = inside.sent(PATH, username='"><script>alert(1)</script>', gender="both", locale="<x>")
    assert answer.status_code == 422
    assert reason(answer.text, "username")
    assert reason(answer.text, "gender")
    assert reason(answer.text, "locale")
    assert "<script>alert" not in answer.text


def test_a_language_without_pages_stays_chosen(app: Flask, people: People, inside: Visitor, settled: Person) -> None:
    person = people.log_in(settled)
    people.client.patch(f"/user/{person.uuid}", json={"locale": "pt-BR"}, headers=person.signed)
    html = inside.page(PATH)
    assert '<option value="pt-BR" lang="pt-BR" selected>' in html
    assert '<html lang="pt">' in html
