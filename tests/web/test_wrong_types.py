"""Each field takes one type and a bounded length; all else is refused, on every engine, and changes nothing."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic.fields import FieldInfo

from tests.support.people import People, Person
from tests.web.endpoints import BODIES, ENDPOINTS, FIELDS, LENIENT, assert_refused, contents, send

pytestmark = pytest.mark.walks_again

CallerOf = Callable[[str], Person]
NOT_TEXT: list[Any] = [0, 1, -1, 1.5, 10**400, True, False, [], ["01712345678"], {}, {"$ne": None}, [[]], {"": ""}]
MAY_BE_NULL = {("accounts.patch_user.patch", field) for field in ("email", "gender", "locale")}
MAY_BE_NULL.add(("admin.suspend_user.post", "until"))
LISTS = [("roles.put_role.put", "permissions"), ("roles.put_roles_of_user.put", "roles")]
LISTS += [("personal_tokens.make_own_token.post", "scope"), ("invitations.invite_guest.post", "roles")]
LISTS += [("webhooks.post_webhook.post", "events"), ("webhooks.patch_webhook.patch", "events")]
BOOLEANS = [("webhooks.patch_webhook.patch", "enabled"), ("webhooks.rotate_secret_of_webhook.post", "end_old")]
NUMBERS = [("personal_tokens.make_own_token.post", "expires_in_days")]
NO_NAMES: list[Any] = [0, True, None, {}, "support", [0], [None], [[]], [{}], ["A"], ["a b"], ["x\0"], ["x"] * 51]
UNKNOWN = [
    "status",
    "role",
    "uuid",
    "id",
    "is_admin",
    "created_at",
    "password_hash",
    "email_verified_at",
    "__class__",
    "__proto__",
    "constructor",
    "Username",
    "username ",
    "",
    "a.b",
    "\u2028",
    "x" * 10_000,
]


@pytest.mark.asvs("2.2.2")
@pytest.mark.asvs("15.3.5")
def test_a_field_takes_nothing_but_text(app: Flask, caller_of: CallerOf, subtests: pytest.Subtests) -> None:
    client, before = app.test_client(), contents(app)
    for name, field in [each for each in FIELDS if each not in LISTS + NUMBERS + BOOLEANS]:
        with subtests.test(name=name, field=field):
            for wrong in NOT_TEXT if (name, field) in MAY_BE_NULL else [*NOT_TEXT, None]:
                answer = send(client, name, caller_of(name), json=FIELDS[name, field] | {field: wrong})
                assert_refused(answer, (422, "invalid_input"))
                assert answer.json["errors"].keys() == {field}, answer.text
    assert contents(app) == before


@pytest.mark.asvs("2.2.2")
@pytest.mark.asvs("15.3.5")
def test_a_list_takes_nothing_but_names(app: Flask, caller_of: CallerOf, subtests: pytest.Subtests) -> None:
    client, before = app.test_client(), contents(app)
    for (name, field), wrong in product(LISTS, NO_NAMES):
        with subtests.test(name=name, field=field, wrong=repr(wrong)[:20]):
            answer = send(client, name, caller_of(name), json=FIELDS[name, field] | {field: wrong})
            assert_refused(answer, (422, "invalid_input"))
            assert {each.partition(".")[0] for each in answer.json["errors"]} == {field}
    assert contents(app) == before


@pytest.mark.asvs("2.2.2")
def test_a_switch_takes_nothing_but_true_and_false(app: Flask, caller_of: CallerOf, subtests: pytest.Subtests) -> None:
    client, before = app.test_client(), contents(app)
    for (name, field), wrong in product(BOOLEANS, [0, 1, "true", "", [], {}, None]):
        with subtests.test(name=name, wrong=repr(wrong)):
            answer = send(client, name, caller_of(name), json=FIELDS[name, field] | {field: wrong})
            assert_refused(answer, (422, "invalid_input"))
            assert answer.json["errors"].keys() == {field}
    assert contents(app) == before


@pytest.mark.asvs("2.2.2")
@pytest.mark.parametrize(("name", "field"), NUMBERS)
def test_a_number_is_a_whole_one(app: Flask, client: FlaskClient, ada: Person, name: str, field: str) -> None:
    before = contents(app)
    for wrong in [*(each for each in NOT_TEXT if each != 1 or each is True), None, "1"]:
        answer = send(client, name, ada, json=FIELDS[name, field] | {field: wrong})
        assert_refused(answer, (422, "invalid_input"))
        assert answer.json["errors"].keys() == {field}, answer.text
    assert contents(app) == before


@pytest.mark.every_engine
@pytest.mark.asvs("15.3.5")
def test_the_number_zero_is_the_mobile_of_nobody(client: FlaskClient, people: People) -> None:
    """MariaDB would cast every text without digits in front to 0."""
    people.register("grace", mobile="01XXXXXXXXX")
    for zero in (0, "0", "", "00000000", False, None):
        answer = client.post("/user/activate-account/", json={"mobile": zero})
        assert_refused(answer, (422, "invalid_input"), (404, "user_not_found"))
    answer = client.post("/user/login", json={"username": "grace", "password": "password"})
    assert_refused(answer, (403, "account_not_active"))


@pytest.mark.every_engine
def test_a_nul_is_refused_in_every_field(app: Flask, caller_of: CallerOf, subtests: pytest.Subtests) -> None:
    client, before = app.test_client(), contents(app)
    for (name, field), body in FIELDS.items():
        with subtests.test(name=name, field=field):
            for place in ("\0{}", "{}\0", "\0"):
                answer = send(client, name, caller_of(name), json=body | {field: place.format(body[field])})
                assert_refused(answer, (422, "invalid_input"))
                assert answer.json["errors"].keys() == {field}
    assert contents(app) == before


@pytest.mark.asvs("1.3.3")
def test_what_is_too_long_is_refused_and_never_cut(app: Flask, caller_of: CallerOf, subtests: pytest.Subtests) -> None:
    client, before = app.test_client(), contents(app)
    for (name, field), body in FIELDS.items():
        with subtests.test(name=name, field=field):
            for long in ("x" * 1025, "9" * 1025, "\U0001f511" * 1025, "x" * 60_000, "ä" * 10_000):
                answer = send(client, name, caller_of(name), json=body | {field: long})
                assert_refused(answer, (422, "invalid_input"))
                assert field in answer.json["errors"]
                assert len(answer.data) < 1_000
    assert contents(app) == before


def test_an_empty_text_is_refused_in_every_field(app: Flask, caller_of: CallerOf, subtests: pytest.Subtests) -> None:
    client, before = app.test_client(), contents(app)
    for (name, field), body in FIELDS.items():
        with subtests.test(name=name, field=field):
            assert_refused(send(client, name, caller_of(name), json=body | {field: ""}), (422, "invalid_input"))
    assert contents(app) == before


@pytest.mark.asvs("15.3.3")
def test_a_field_that_is_not_declared_is_refused(app: Flask, caller_of: CallerOf, subtests: pytest.Subtests) -> None:
    client, before = app.test_client(), contents(app)
    for name in sorted(BODIES.keys() - LENIENT):
        with subtests.test(name):
            for field in set(UNKNOWN) - endpoint_fields(name).keys():
                answer = send(client, name, caller_of(name), json=BODIES[name] | {field: "admin"})
                assert_refused(answer, (422, "invalid_input"))
                assert list(answer.json["errors"].values()) == [["This field is unknown or cannot be set."]]
    assert contents(app) == before


def test_a_thousand_unknown_fields_get_a_short_answer(door: FlaskClient) -> None:
    answer = door.post("/user", json={f"field {number}": number for number in range(2_000)})
    assert_refused(answer, (422, "invalid_input"))
    assert len(answer.json["errors"]) == 20


MAY_BE_EMPTY = {
    "webhooks.patch_webhook.patch",
    "webhooks.rotate_secret_of_webhook.post",
    "webhooks.replay_deliveries.post",
}


def test_a_field_that_is_missing_is_named(door: FlaskClient, guest: Person, subtests: pytest.Subtests) -> None:
    for name in BODIES.keys() - {"accounts.patch_user.patch", *MAY_BE_EMPTY}:
        with subtests.test(name):
            answer = send(door, name, guest, json={})
            assert_refused(answer, (422, "invalid_input"))
            fields = endpoint_fields(name)
            needed = {field for field, declared in fields.items() if declared.is_required()}
            needed |= {"username"} if name == "login.login.post" else set()  # or another name
            required = {field: ["This field is required."] for field in needed}
            if required:
                assert answer.json["errors"] == required
            else:
                assert answer.json["errors"].keys() in ({"body"}, {"mobile", "email"})


def endpoint_fields(name: str) -> dict[str, FieldInfo]:
    body = ENDPOINTS[name].body
    assert body is not None
    return body.model_fields


ODD_TEXTS = [
    "<b>&\"'",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\uffff",
    "\x01",
    "\x7f",
    "\U000e0001",
    "%00",
    "{}",
    "' OR 1=1 --",
    "${jndi:x}",
    "{{7*7}}",
    "../../etc/passwd",
    "\r\nSet-Cookie: a=b",
    "e\u0301" * 20,
    "ﷺ" * 50,
]


@pytest.mark.asvs("1.2.1")
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_are_refused_or_served_but_never_a_failure(client: FlaskClient, ada: Person, text: str) -> None:
    for (name, field), body in FIELDS.items():
        answer = send(client, name, ada, json=body | {field: text})
        away = name.startswith("providers.") and answer.status_code == 503  # the provider, which nobody plays here
        assert answer.status_code < 500 or away, (name, field, answer.text)
        assert answer.is_json


def test_a_password_of_any_characters_is_taken_as_it_is(client: FlaskClient) -> None:
    password = "<b>&\"' \u202e\u2028\ufffe\x01\x7f\U0001f511"
    body = {"username": "grace", "mobile": "01712345678", "password": password}
    assert client.post("/user", json=body).status_code == 201
    client.post("/user/activate-account/", json={"mobile": "01712345678"})
    assert client.post("/user/login", json={"username": "grace", "password": password}).status_code == 200


def test_no_field_of_an_endpoint_is_forgotten_here() -> None:
    declared = {
        (name, field)
        for name, endpoint in ENDPOINTS.items()
        if endpoint.body and name not in LENIENT
        for field in endpoint.body.model_fields
    }
    no_text = {("login.login_with_factor.post", "trust_device"), ("login.login_with_factor.post", "passkey")}
    undeclared = {each for each in declared if each[1] == "fields"}  # tests/fields/
    assert declared - no_text - undeclared - {("login.prove_again.post", "passkey")} == FIELDS.keys()
