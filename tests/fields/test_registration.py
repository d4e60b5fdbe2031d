"""Required fields are asked at registration, and cannot be removed later."""

from typing import Any

import pytest

from tests.fields.conftest import REQUIRED, Declare
from tests.fields.test_who_may import patch, seen
from tests.invitations.conftest import House
from tests.providers.browser import log_in
from tests.providers.conftest import _provider as _provider
from tests.providers.conftest import chosen as chosen
from tests.providers.conftest import provider as provider
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.provider import Provider

MISSING = ["This field is required."]
GIVEN = {"card": "1815", "plan": "free"}
BODY: dict[str, Any] = {"username": "ada", "mobile": "01712345678", "password": "one two three four"}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (None, {"fields.card", "fields.plan"}),
        ({}, {"fields.card", "fields.plan"}),
        ({"card": "1815"}, {"fields.plan"}),
        ({"card": " ", "plan": None}, {"fields.card", "fields.plan"}),
        ({"card": "\u200b", "plan": "free"}, {"fields.card"}),
        ({"card": "\u3164\u2800", "plan": "free"}, {"fields.card"}),
    ],
)
@pytest.mark.parametrize("answer", ["public", "private"])
def test_a_registration_without_them_is_refused(
    declare: Declare, fields: dict[str, Any] | None, wrong: set[str], answer: str
) -> None:
    client = declare(REQUIRED, registration_answer=answer).test_client()
    body = BODY if fields is None else BODY | {"fields": fields}
    refused = client.post("/user", json=body)
    assert refused.status_code == 422
    assert refused.json["errors"] == dict.fromkeys(wrong, MISSING)


@pytest.mark.every_engine
@pytest.mark.parametrize("activation", ["mobile", "code"])
def test_one_with_them_keeps_them_and_they_stay(declare: Declare, activation: str) -> None:
    app = declare(REQUIRED, activation=activation)
    client, letters = app.test_client(), Letters(app)
    made = client.post("/user", json=BODY | {"fields": GIVEN})
    assert (made.status_code, made.json["data"]["fields"]) == (201, GIVEN)
    proof = {"code": letters.one("activation").code} if activation == "code" else {}
    client.post("/user/activate-account/", json={"mobile": BODY["mobile"], **proof})
    people = People(client)
    person = people.log_in(Person(made.json["data"]["uuid"], BODY["username"], BODY["mobile"], BODY["password"]))
    refused = patch(client, person, person, card=None)
    assert (refused.status_code, refused.json["errors"]) == (422, {"fields.card": MISSING})
    assert seen(client, person, person) == GIVEN


@pytest.mark.every_engine
def test_registering_again_replaces_them(declare: Declare) -> None:
    app = declare(REQUIRED, activation="code")
    client = app.test_client()
    assert client.post("/user", json=BODY | {"fields": GIVEN}).status_code == 201
    again = client.post("/user", json=BODY | {"mobile": "01712345679", "fields": GIVEN | {"plan": "paid"}})
    assert (again.status_code, again.json["data"]["fields"]["plan"]) == (201, "paid")


def test_registering_again_takes_nothing_away_that_staff_have_written(declare: Declare) -> None:
    staff = 'read = ["administrator"]\nwrite = ["administrator"]\n'
    app = declare(f'{REQUIRED}\n[blocked]\ntype = "boolean"\n{staff}', activation="code")
    client = app.test_client()
    root = People(client).appoint(app, "root")
    uuid = client.post("/user", json=BODY | {"fields": GIVEN}).json["data"]["uuid"]
    body = {"fields": {"blocked": True}}
    assert client.patch(f"/user/{uuid}", json=body, headers=root.signed).status_code == 200
    again = client.post("/user", json=BODY | {"mobile": "01712345679", "fields": GIVEN | {"plan": "paid"}})
    assert again.status_code == 201
    fields = client.get(f"/user/{uuid}", headers=root.signed).json["data"]["fields"]
    assert (fields["blocked"], again.json["data"]["fields"]["plan"]) == (True, "paid")


def test_invited_people_give_them_too_and_a_refusal_uses_no_invitation_up(declare: Declare) -> None:
    app = declare(REQUIRED, sign_up="invited", activation="code", phone_region="international")
    root = People(app.test_client()).appoint(app, "root", mobile="+8801800000001")
    house = House(app, root, Letters(app))
    token = house.invited(email="grace@example.org").token
    refused = house.register(token)
    assert (refused.status_code, set(refused.json["errors"])) == (422, {"fields.card", "fields.plan"})
    made = house.register(token, fields=GIVEN)  # type: ignore[arg-type]  # its other values are texts
    assert (made.status_code, made.json["data"]["fields"]) == (201, GIVEN)


def test_a_log_in_with_another_provider_asks_for_none(
    declare: Declare, chosen: dict[str, Any], provider: Provider
) -> None:
    client = declare(REQUIRED, **chosen).test_client()
    tokens = log_in(client, provider).json
    signed = {"Authorization": f"Bearer {tokens['access_token']}"}
    (data,) = [each for each in client.get("/user", headers=signed).json["data"] if "fields" in each]
    assert data["fields"] == {"card": None, "plan": None}
