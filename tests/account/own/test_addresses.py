"""Mobile numbers and e-mail addresses are changed, proven, cancelled and removed on pages."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.account.browser import where
from tests.account.own.visitor import Visitor, alert, heading, notice, reason
from tests.support.letters import Letters
from tests.support.people import People

PATH = "/account/addresses"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(change_proof=True)


@pytest.mark.parametrize(("kind", "new"), [("email", "ada@new.example"), ("mobile", "01855555555")])
def test_a_new_address_counts_once_its_code_was_typed(inside: Visitor, letters: Letters, kind: str, new: str) -> None:
    letters.new()
    inside.page(f"{PATH}/{kind}")
    typed: dict[str, Any] = {kind: new}
    answer = inside.send(f"{PATH}/{kind}", **typed)
    assert where(f"{PATH}/{kind}", answer) == f"{PATH}/{kind}/code?done=code-sent"
    [letter] = [each for each in letters.new() if each.name.startswith("change")]
    assert new in inside.page(f"{PATH}/{kind}/code")
    assert "waits for the code" in inside.page(PATH)
    assert "A new address waits" in inside.page("/account")
    answer = inside.sent(f"{PATH}/{kind}/code", **{kind: "000000" if letter.code != "000000" else "000001"})
    assert (answer.status_code, bool(alert(answer.text))) == (403, True)
    code = f"{letter.code[:3]} {letter.code[3:]}"
    answer = inside.sent(f"{PATH}/{kind}/code", **{kind: code})
    assert where(f"{PATH}/{kind}/code", answer) == f"{PATH}?done=address"
    html = inside.page(f"{PATH}?done=address")
    assert notice(html) == "The address is changed."
    assert f'{new}</bdi> <span class="tag">verified' in html


def test_a_change_is_cancelled(inside: Visitor) -> None:
    inside.sent(f"{PATH}/email", email="ada@new.example")
    inside.page(PATH)
    answer = inside.send(f"{PATH}/email/cancel")
    assert where(f"{PATH}/email/cancel", answer) == f"{PATH}?done=address-cancelled"
    assert "new.example" not in inside.page(PATH)
    assert inside.sent(f"{PATH}/email/cancel").status_code == 404
    assert where(f"{PATH}/email/code", inside.get(f"{PATH}/email/code")) == PATH


def test_an_email_address_is_removed_and_a_number_is_not(inside: Visitor) -> None:
    assert "ada@example.org" in inside.page(f"{PATH}/email/remove")
    answer = inside.send(f"{PATH}/email/remove")
    assert where(f"{PATH}/email/remove", answer) == f"{PATH}?done=address-removed"
    assert heading(inside.page(f"{PATH}/email")) == "Add an e-mail address"
    assert f"{PATH}/mobile/remove" not in inside.page(PATH)
    assert inside.sent(f"{PATH}/mobile", mobile="").status_code == 422


def test_a_wrong_address_is_shown_again_with_the_reason(inside: Visitor, people: People) -> None:
    answer = inside.sent(f"{PATH}/email", email='"><b>{{ 7*7 }}')
    assert answer.status_code == 422
    assert reason(answer.text, "email")
    assert "&lt;b&gt;{{ 7*7 }}" in answer.text
    people.settle("eve", mobile="01855555555")
    assert inside.sent(f"{PATH}/mobile", mobile="nothing").status_code == 422


def test_there_are_two_kinds(inside: Visitor) -> None:
    assert inside.get(f"{PATH}/pigeon").status_code == 404
    assert inside.sent(f"{PATH}/pigeon", email="x@example.org").status_code == 404
    assert inside.sent(f"{PATH}/pigeon/cancel").status_code == 404


def test_where_no_proof_is_asked_for_it_changes_at_once(make_app: Callable[..., Flask]) -> None:
    app = make_app(change_proof=False)
    ada = Visitor(app, People(app.test_client()).settle("ada", email="ada@example.org"))
    answer = ada.sent(f"{PATH}/email", email="ada@new.example")
    assert where(f"{PATH}/email", answer) == f"{PATH}?done=address"
    assert "new.example" in ada.page(PATH)
