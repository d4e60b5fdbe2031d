"""Of two who send one proof back at once, one has it: the database says who."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from gatepost.database import db
from gatepost.one_time_codes import store
from gatepost.sessions.models import Session
from tests.support.letters import Letters
from tests.support.people import Person

pytestmark = pytest.mark.every_engine

PATH = "/user/login/code"


@pytest.fixture
def before_the_claim(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], TestResponse]], list[TestResponse]]:
    """Have a request served when the next one has found its proof, and not yet spent it."""

    def arrange(request: Callable[[], TestResponse]) -> list[TestResponse]:
        answers: list[TestResponse] = []
        read_all = store.read_all

        def read_first(statement: Any) -> Any:
            rows = read_all(statement)
            monkeypatch.setattr(store, "read_all", read_all)
            answers.append(request())
            return rows

        monkeypatch.setattr(store, "read_all", read_first)
        return answers

    return arrange


@pytest.mark.asvs("15.4.2", "6.5.1")
@pytest.mark.parametrize("by", ["code", "token"])
def test_a_proof_that_is_spent_in_the_middle_is_spent(
    app: Flask, client: FlaskClient, letters: Letters, ada: Person, before_the_claim: Any, by: str
) -> None:
    assert client.patch(f"/user/{ada.uuid}", json={"email": "ada@mail.example"}, headers=ada.signed).status_code == 200
    letters.new()
    assert client.post(PATH, json={"username": "ada"}).status_code == 202
    letter = letters.one("login")
    body = {"username": "ada", "code": letter.code} if by == "code" else {"token": letter.token}
    first = before_the_claim(lambda: app.test_client().post(PATH, json=body))
    second = client.post(PATH, json=body)
    assert [answer.status_code for answer in (*first, second)] == [200, 403]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Session)) == 2  # the other is from joining


def test_a_user_who_is_deleted_before_their_code_is_sent_is_no_error(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request leaves the outbox, and nobody is told."""
    assert client.post(PATH, json={"username": "ada"}).status_code == 202
    finish = Letters._take

    def delete_and_finish(self: Letters, row: Any) -> bool:
        assert app.test_client().delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
        monkeypatch.setattr(Letters, "_take", finish)
        return finish(self, row)

    monkeypatch.setattr(Letters, "_take", delete_and_finish)
    assert letters.new() == []
    assert letters.new() == []
