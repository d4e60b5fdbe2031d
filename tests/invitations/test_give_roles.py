"""An invitation gives roles that its sender may give: when it is sent, and still when it is used."""

import pytest
from werkzeug.test import TestResponse

from tests.audit.test_record import Record
from tests.invitations.conftest import EMAIL, PASSWORD, PATH, House
from tests.roles.staff import Staff
from tests.support.people import Person
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused, row_counts

pytestmark = pytest.mark.every_engine


@pytest.fixture
def staff(house: House) -> Staff:
    return Staff(house.app)


@pytest.fixture
def sue(house: House, staff: Staff) -> Person:
    """A member of the support, who may invite."""
    return staff.give(staff.people.appoint(house.app, "sue", mobile="+8801800000002"), "support")


def invite(house: House, by: Person, *roles: str) -> TestResponse:
    return house.client.post(PATH, json={"email": EMAIL, "roles": roles}, headers=by.signed)


def token_of(house: House) -> str:
    (letter,) = (each for each in house.letters.new() if each.name == "invitation")
    return str(letter.token)


def roles_of(house: House, uuid: str) -> list[str]:
    answer = house.client.get(f"/admin/users/{uuid}/roles", headers=house.root.signed)
    roles: list[str] = answer.json["data"]["roles"]
    return roles


@pytest.mark.asvs("16.2.1")
def test_the_new_user_has_them_and_the_record_says_who_gave_them(house: House, staff: Staff, sue: Person) -> None:
    staff.define("auditor", ["audit:read"])
    staff.give(sue, "support", "auditor")
    answer = invite(house, sue, "auditor", "user", "support", "auditor")
    assert (answer.status_code, answer.json["data"]["roles"]) == (201, ["auditor", "support"])
    assert [each["roles"] for each in house.waiting()] == [["auditor", "support"]]
    record = Record(house.app)
    uuid = house.register(token_of(house)).json["data"]["uuid"]
    told = [line[:3] for line in record.new()]
    assert told == [
        ("account.registered", uuid, None),
        ("invitation.used", uuid, None),
        ("roles.changed", uuid, sue.uuid),
    ]
    assert roles_of(house, uuid) == ["auditor", "support"]
    answer = house.client.post("/user/login", json={"email": EMAIL, "password": PASSWORD})
    assert opened(answer.json["access_token"])[1]["roles"] == ["auditor", "support"]
    lines = house.client.get("/admin/events?limit=20", headers=house.root.signed).json["data"]
    about = {line["event"]: line["about"] for line in reversed(lines)}
    assert (about["invitation.sent"], about["roles.changed"]) == ("+auditor +support",) * 2


@pytest.mark.asvs("8.2.1")
def test_nobody_invites_with_what_they_lack(house: House, staff: Staff, sue: Person) -> None:
    staff.define("editor", ["users:write"])
    before = row_counts(house.app)
    for roles in (("editor",), ("support", "administrator")):
        assert_refused(invite(house, sue, *roles), (403, "lacks_permission"))
    assert_refused(invite(house, sue, "nothing"), (404, "role_not_found"))
    assert_refused(invite(house, sue, "No Role"), (422, "invalid_input"))
    assert row_counts(house.app)["invitations"] == before["invitations"]
    assert house.letters.new()[2:] == []  # but the two about sue's own roles
    assert invite(house, house.root, "editor", "administrator").status_code == 201


@pytest.mark.asvs("8.3.1")
def test_what_its_sender_may_not_give_any_more_is_not_given(house: House, staff: Staff, sue: Person) -> None:
    staff.define("auditor", ["audit:read"])
    staff.define("label", [])
    staff.give(sue, "support", "auditor", "label")
    assert invite(house, sue, "auditor", "label").status_code == 201
    staff.give(sue, staff.define("guide", ["users:invite"]), "label")
    assert roles_of(house, house.register(token_of(house)).json["data"]["uuid"]) == ["label"]


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("permissions", [[], ["audit:read"]], ids=["a label", "what its sender may"])
def test_a_role_is_given_by_those_who_hold_it_or_manage_roles(
    house: House, staff: Staff, sue: Person, permissions: list[str]
) -> None:
    """Its name may open much in other services, which its permissions here do not tell."""
    staff.define("cashier", permissions)
    assert_refused(invite(house, sue, "cashier"), (403, "lacks_permission"))
    staff.give(sue, "support", "cashier")
    assert invite(house, sue, "cashier").status_code == 201
    staff.give(sue, "support")
    assert roles_of(house, house.register(token_of(house)).json["data"]["uuid"]) == []
    assert_refused(invite(house, sue, "support", "cashier"), (403, "lacks_permission"))


@pytest.mark.asvs("8.3.1")
def test_a_sender_who_is_gone_gives_none(house: House, staff: Staff, sue: Person) -> None:
    assert invite(house, sue, "support").status_code == 201
    token = token_of(house)
    assert house.client.delete(f"/user/{sue.uuid}", headers=house.root.signed).status_code == 200
    assert roles_of(house, house.register(token).json["data"]["uuid"]) == []


def test_a_role_that_is_deleted_meanwhile_is_left_out(house: House, staff: Staff) -> None:
    staff.define("label", [])
    assert invite(house, house.root, "label", "support").status_code == 201
    assert house.client.delete("/admin/roles/label", headers=house.root.signed).status_code == 200
    assert roles_of(house, house.register(token_of(house)).json["data"]["uuid"]) == ["support"]
