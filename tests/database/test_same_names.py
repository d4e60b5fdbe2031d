"""What counts as the same name is decided by the service's normal form, never by an engine's collation."""

import pytest
from flask.testing import FlaskClient

from tests.support.people import People

SAME = [("ada", "Ada"), ("straße", "STRASSE"), ("ﬁnn", "finn"), ("Ｇrace", "grace"), ("josé", "JOSE\u0301")]
DIFFERENT = [
    ("jose", "josé"),
    ("uber", "über"),
    ("o", "ø"),
    ("ada", "ada_"),
    ("ada", "ada."),
    ("аda", "ada"),
    ("i", "ı"),
]


def register(client: FlaskClient, username: str, mobile: str) -> int:
    body = {"username": username, "mobile": mobile, "password": "password"}
    return client.post("/user", json=body).status_code


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_one_username(client: FlaskClient, one: str, other: str) -> None:
    assert register(client, one, "01700000001") == 201
    assert register(client, other, "01700000002") == 409


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_two_usernames(client: FlaskClient, one: str, other: str) -> None:
    assert register(client, one, "01700000001") == 201
    assert register(client, other, "01700000002") == 201
    for name in (one, other):
        client.post("/user/activate-account/", json={"mobile": "01700000001" if name == one else "01700000002"})
        answer = client.post("/user/login", json={"username": name, "password": "password"})
        assert answer.status_code == 200
        signed = {"Authorization": f"Bearer {answer.json['access_token']}"}
        assert name in client.get("/user/logout/", headers=signed).json["message"]


@pytest.mark.parametrize("name", ["ada ", " ada", "ada\u00a0"])
def test_a_space_around_a_username_is_not_a_way_to_another_account(client: FlaskClient, name: str) -> None:
    assert register(client, "ada", "01700000001") == 201
    assert register(client, name, "01700000002") in (409, 422)


def test_emails_that_differ_by_case_are_one_and_by_accent_are_two(client: FlaskClient, people: People) -> None:
    ada, eve, joe = (people.join(name) for name in ("ada", "eve", "joe"))

    def change(person: object, email: str) -> int:
        return client.patch(f"/user/{person.uuid}", json={"email": email}, headers=person.signed).status_code

    assert change(ada, "rene@example.org") == 200
    assert change(eve, "Rene@Example.ORG") == 409
    assert change(joe, "rené@example.org") == 200


def test_the_list_is_in_the_same_order_on_every_engine(client: FlaskClient, people: People) -> None:
    names = ["Zoe", "ada", "Éva", "eva", "ähm", "bob", "_x", "1st", "ß", "ss_"]
    reader = people.join("zz-reader")
    for name in names:
        people.register(name)
    listed = [user["username"] for user in client.get("/user", headers=reader.signed).json["data"]]
    assert listed == ["1st", "_x", "ada", "bob", "eva", "ß", "ss_", "Zoe", "zz-reader", "ähm", "Éva"]
