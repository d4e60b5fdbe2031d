"""A deletion in the middle of a change wins, and a name that is taken in the middle is taken."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from gatepost.accounts import delete_user, update_user
from tests.support.people import People, Person
from tests.web.endpoints import contents

pytestmark = pytest.mark.every_engine

InTheMiddle = Callable[[ModuleType, Callable[[], TestResponse]], list[int]]


@pytest.fixture
def in_the_middle(monkeypatch: pytest.MonkeyPatch) -> InTheMiddle:
    """Have a request served when the next deed of a module has read the account, and not yet written."""

    def arrange(deed: ModuleType, request: Callable[[], TestResponse]) -> list[int]:
        statuses: list[int] = []
        read = deed.get_changeable_user

        def read_and_wait(*given: Any) -> Any:
            monkeypatch.setattr(deed, "get_changeable_user", read)
            user = read(*given)
            statuses.append(request().status_code)
            return user

        monkeypatch.setattr(deed, "get_changeable_user", read_and_wait)
        return statuses

    return arrange


@pytest.mark.parametrize(
    ("deed", "method", "body"), [(update_user, "PATCH", {"gender": "Female"}), (delete_user, "DELETE", None)]
)
def test_an_account_that_is_deleted_in_the_middle_is_not_found(
    app: Flask,
    ada: Person,
    admin: Person,
    in_the_middle: InTheMiddle,
    deed: ModuleType,
    method: str,
    body: dict[str, str] | None,
) -> None:
    path, stored = f"/user/{ada.uuid}", []

    def delete_it() -> TestResponse:
        answer = app.test_client().delete(path, headers=ada.signed)
        stored.append(contents(app))
        return answer

    statuses = in_the_middle(deed, delete_it)
    answer = app.test_client().open(path, method=method, json=body, headers=admin.signed)
    assert (answer.status_code, answer.json["code"]) == (404, "user_not_found")
    assert statuses == [200]
    assert stored == [contents(app)]


def test_a_name_that_is_taken_in_the_middle_is_taken(
    app: Flask, people: People, ada: Person, in_the_middle: InTheMiddle
) -> None:
    body = {"username": "GRACE", "mobile": "01712345678", "password": "password"}
    statuses = in_the_middle(update_user, lambda: app.test_client().post("/user", json=body))
    answer = people.client.patch(f"/user/{ada.uuid}", json={"username": "grace"}, headers=ada.signed)
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")
    assert statuses == [201]
    assert people.client.get(f"/user/{ada.uuid}", headers=ada.signed).json["data"]["username"] == "ada"


def test_of_two_changes_of_different_fields_both_hold(
    app: Flask, people: People, ada: Person, in_the_middle: InTheMiddle
) -> None:
    path = f"/user/{ada.uuid}"
    other = {"email": "ada@example.org", "username": "lovelace"}
    statuses = in_the_middle(update_user, lambda: app.test_client().patch(path, json=other, headers=ada.signed))
    answer = people.client.patch(path, json={"gender": "Female"}, headers=ada.signed)
    assert (answer.status_code, statuses) == (200, [200])
    assert answer.json["data"] == people.client.get(path, headers=ada.signed).json["data"]
    assert {**answer.json["data"], **other, "gender": "Female"} == answer.json["data"]
