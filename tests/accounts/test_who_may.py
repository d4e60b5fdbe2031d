"""Who may see, change and delete whom."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from gatepost.accounts.deactivate import deactivate_user
from tests.support.people import People
from tests.web.endpoints import contents

NOBODY = "00000000-0000-4000-8000-000000000000"
SEEN, REFUSED, HIDDEN = (200, ""), (403, "forbidden"), (404, "user_not_found")


class House:
    """A service with three people in it: ada, eve and the administrator root."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        people = People(app.test_client())
        self.who = {"ada": people.join("ada"), "eve": people.join("eve"), "root": people.appoint(app, "root")}

    def ask(self, caller: str, method: str, uuid: str, body: dict[str, Any] | None = None) -> TestResponse:
        signed = self.who[caller].signed
        return self.app.test_client().open(f"/user/{uuid}", method=method, json=body, headers=signed)


@pytest.fixture(params=["everyone", "self"])
def directory(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def house(make_app: Callable[..., Flask], directory: str) -> House:
    return House(make_app(user_directory=directory))


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json.get("code", "")


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("caller", ["ada", "root"])
@pytest.mark.parametrize("whom", ["ada", "eve"])
def test_who_sees_whom(house: House, directory: str, caller: str, whom: str) -> None:
    seen = caller in (whom, "root") or directory == "everyone"
    answer = house.ask(caller, "GET", house.who[whom].uuid)
    assert code(answer) == (SEEN if seen else HIDDEN)
    if seen:
        person = house.who[whom]
        data = {"uuid": person.uuid, "username": whom, "mobile": person.mobile, "status": True}
        assert answer.json == {"data": data, "message": "Success!", "status": 200}


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize(("method", "body"), [("PATCH", {"gender": "Male"}), ("DELETE", None)])
@pytest.mark.parametrize("upper", [False, True])
def test_a_user_changes_and_deletes_nobody_else(
    house: House, directory: str, method: str, body: dict[str, Any] | None, upper: bool
) -> None:
    before = contents(house.app)
    for whom in ("eve", "root"):
        uuid = house.who[whom].uuid
        answer = house.ask("ada", method, uuid.upper() if upper else uuid, body)
        assert code(answer) == (REFUSED if directory == "everyone" else HIDDEN)
    assert contents(house.app) == before


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("caller", ["ada", "root"])
def test_a_user_and_an_administrator_change_and_delete_the_account(house: House, caller: str) -> None:
    ada = house.who["ada"]
    answer = house.ask(caller, "PATCH", ada.uuid, {"gender": "Female"})
    assert (answer.status_code, answer.json["data"]["gender"]) == (200, "Female")
    answer = house.ask(caller, "DELETE", ada.uuid)
    assert (answer.status_code, answer.json) == (200, {"message": "User deleted.", "status": 200})
    assert code(house.ask("root", "GET", ada.uuid)) == HIDDEN


@pytest.mark.parametrize("caller", ["ada", "root"])
@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PATCH", {"gender": "Male"}), ("DELETE", None)])
def test_unknown_and_invisible_are_answered_alike(
    house: House, directory: str, caller: str, method: str, body: dict[str, Any] | None
) -> None:
    unknown = house.ask(caller, method, NOBODY, body)
    assert code(unknown) == HIDDEN
    if directory == "self" and caller == "ada":
        invisible = house.ask(caller, method, house.who["eve"].uuid, body)
        assert (invisible.status_code, invisible.data) == (unknown.status_code, unknown.data)
        assert set(invisible.headers.keys()) == set(unknown.headers.keys())


def test_a_uuid_may_be_written_in_upper_case(house: House) -> None:
    ada = house.who["ada"]
    assert house.ask("ada", "GET", ada.uuid.upper()).json["data"]["uuid"] == ada.uuid
    answer = house.ask("ada", "PATCH", ada.uuid.upper(), {"gender": "Female"})
    assert (answer.status_code, answer.json["data"]["gender"]) == (200, "Female")
    assert code(house.ask("ada", "DELETE", ada.uuid.upper())) == SEEN
    assert code(house.ask("root", "GET", ada.uuid)) == HIDDEN


@pytest.mark.asvs("8.2.2")
@pytest.mark.asvs("14.2.5")
@pytest.mark.parametrize(
    "written",
    [
        "{{{uuid}}}",
        "{plain}",
        "urn:uuid:{uuid}",
        "{uuid}%20",
        "./{uuid}",
        "me",
        "{uuid}/x.css",
        "{uuid};x.css",
        "{uuid}.json",
        "{uuid}%2Fx.css",
        "{uuid}%00",
    ],
)
def test_no_other_writing_of_a_uuid_is_an_address(house: House, written: str) -> None:
    uuid = house.who["ada"].uuid
    answer = house.ask("ada", "GET", written.format(uuid=uuid, plain=uuid.replace("-", "")))
    assert code(answer) == (404, "not_found")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_account_that_is_not_active_is_shown_so(house: House) -> None:
    bob = People(house.app.test_client()).register("bob")
    assert house.ask("root", "GET", bob.uuid).json["data"]["status"] is False


def test_an_account_that_was_deactivated_is_shown_so(house: House) -> None:
    with house.app.app_context():
        deactivate_user(house.who["eve"].uuid)
    assert house.ask("root", "GET", house.who["eve"].uuid).json["data"]["status"] is False
    listed = house.app.test_client().get("/user", headers=house.who["root"].signed).json["data"]
    assert {user["username"]: user["status"] for user in listed} == {"ada": True, "eve": False, "root": True}
    assert house.ask("root", "PATCH", house.who["eve"].uuid, {"gender": None}).json["data"]["status"] is False
