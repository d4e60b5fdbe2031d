"""A personal token is made by its user, shown once, and stored as a digest."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.crypto import digest
from gatepost.database import db
from gatepost.permissions import BUILT_IN
from gatepost.personal_tokens.token_format import is_well_formed, new_token
from gatepost.users.personal_tokens import PersonalToken
from tests.personal_tokens.tokens import PATH, ask_for, made, token_of, works
from tests.roles.staff import Staff
from tests.support.authenticator import enrol
from tests.support.letters import Letters
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock


@pytest.mark.every_engine
@pytest.mark.asvs("11.5.1")
def test_a_token_is_shown_once_and_stored_as_a_digest(client: FlaskClient, app: Flask, ada: Person) -> None:
    token = token_of(client, ada)
    assert re.fullmatch(r"gp_pat_[0-9A-Za-z]{49}", token)
    with app.app_context():
        (row,) = db.session.execute(select(PersonalToken.__table__)).mappings().all()
    assert row["token_digest"] == digest(token)
    assert not any(token in str(value) for value in row.values())
    listed = client.get(PATH, headers=ada.signed)
    assert token not in listed.text
    assert [(each["name"], each["hint"]) for each in listed.json["data"]] == [("nightly backup", token[-4:])]


def test_the_answer_says_what_was_made(client: FlaskClient, ada: Person, time: SetClock) -> None:
    told = made(client, ada, "services", "account:read", name="  of a script ", expires_in_days=7)
    assert re.fullmatch("[0-9a-f]{32}", told.pop("id"))
    token = told.pop("token")
    moment = time.now()
    assert told == {
        "name": "of a script",
        "hint": token[-4:],
        "scope": ["account:read", "services"],
        "created_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "expires_at": f"{moment + timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}",
        "last_used_at": None,
    }


def test_its_user_gets_a_notice_at_every_address(client: FlaskClient, ada: Person, letters: Letters) -> None:
    assert client.patch(f"/user/{ada.uuid}", json={"email": "ada@example.org"}, headers=ada.signed).status_code == 200
    letters.new()
    token = token_of(client, ada)
    sent = letters.new()
    assert {(each.name, each.to) for each in sent} == {
        ("personal_token_made", "ada@example.org"),
        ("personal_token_made", ada.mobile),
    }
    assert all(each.values["label"] == "nightly backup" for each in sent)
    assert not any(token in str(each) for each in sent)


def test_two_tokens_differ_and_a_changed_character_is_noticed_without_a_look_up() -> None:
    first, second = new_token(), new_token()
    assert first != second
    assert is_well_formed(first)
    for place in range(len(first)):
        other = "A" if first[place] != "A" else "B"
        assert not is_well_formed(first[:place] + other + first[place + 1 :])
    assert not is_well_formed(first + "A")
    assert not is_well_formed(first[:-1])
    assert not is_well_formed(first + "\n")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a" * 101}, "name"),
        ({"scope": []}, "scope"),
        ({"scope": ["users:read"]}, "scope"),
        ({"scope": ["account:read", "everything"]}, "scope"),
        ({"scope": ["A b"]}, "scope.0"),
        ({"expires_in_days": 0}, "expires_in_days"),
        ({"expires_in_days": 367}, "expires_in_days"),
        ({"expires_in_days": True}, "expires_in_days"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    client: FlaskClient, ada: Person, body: dict[str, object], field: str
) -> None:
    answer = client.post(PATH, json={"name": "x", "scope": ["account:read"], **body}, headers=ada.signed)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert client.get(PATH, headers=ada.signed).json["data"] == []


@pytest.mark.asvs("8.2.1")
def test_nobody_makes_a_token_that_may_do_more_than_they(client: FlaskClient, staff: Staff, sue: Person) -> None:
    wrong = ask_for(client, sue, "users:read", "users:write")
    assert wrong.status_code == 422
    assert "users:read" in wrong.json["errors"]["scope"][0]
    assert "users:write" not in wrong.json["errors"]["scope"][0]
    assert made(client, sue, "users:read")["scope"] == ["users:read"]
    assert made(client, sue, *BUILT_IN["support"])["scope"] == sorted(BUILT_IN["support"])


def test_it_ends_after_ninety_days_unless_said(
    client: FlaskClient, people: People, ada: Person, time: SetClock
) -> None:
    usual, shorter = token_of(client, ada), token_of(client, ada, expires_in_days=30)
    time.pass_(days=30, seconds=-1)
    assert works(client, shorter, ada)
    time.pass_(seconds=1)
    assert not works(client, shorter, ada)
    assert works(client, usual, ada)
    time.pass_(days=60)
    assert not works(client, usual, ada)
    assert client.get(PATH, headers=people.log_in(ada).signed).json["data"] == []


@pytest.mark.every_engine
def test_a_user_has_so_many_tokens_at_most(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(personal_tokens_per_user=2).test_client()
    people = People(client)
    ada, eve = people.join("ada"), people.join("eve")
    first = made(client, ada)
    made(client, ada, expires_in_days=1)
    refused = ask_for(client, ada)
    assert (refused.status_code, refused.json["code"]) == (409, "too_many_personal_tokens")
    made(client, eve)
    assert client.delete(f"{PATH}/{first['id']}", headers=ada.signed).status_code == 200
    made(client, ada)
    assert ask_for(client, ada).status_code == 409
    time.pass_(days=1)
    ada = people.log_in(ada)
    made(client, ada)


@pytest.mark.every_engine
def test_of_many_requests_at_once_no_more_are_served_than_the_limit_allows(make_app: Callable[..., Flask]) -> None:
    app = make_app(personal_tokens_per_user=2)
    ada = People(app.test_client()).join("ada")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: ask_for(app.test_client(), ada).status_code, range(6)))
    assert sorted(answers) == [201] * 2 + [409] * 4


def test_a_shorter_lifetime_counts_for_tokens_that_exist(make_app: Callable[..., Flask], time: SetClock) -> None:
    long, short = make_app(), make_app(personal_token_lifetime="10d")
    ada = People(long.test_client()).join("ada")
    token = token_of(long.test_client(), ada)
    assert ask_for(short.test_client(), ada, expires_in_days=11).status_code == 422
    assert made(short.test_client(), ada)["expires_at"] == f"{time.now() + timedelta(days=10):%Y-%m-%dT%H:%M:%SZ}"
    time.pass_(days=10)
    assert works(long.test_client(), token, ada)
    assert not works(short.test_client(), token, ada)


def test_where_they_are_switched_off_none_is_made_and_none_works(make_app: Callable[..., Flask]) -> None:
    on, off = make_app(), make_app(personal_tokens_per_user=0)
    ada = People(on.test_client()).join("ada")
    token = token_of(on.test_client(), ada)
    answer = ask_for(off.test_client(), ada)
    assert (answer.status_code, answer.json["code"]) == (403, "not_offered")
    assert not works(off.test_client(), token, ada)
    assert works(on.test_client(), token, ada)


@pytest.mark.asvs("7.5.1")
def test_making_one_takes_a_recent_log_in(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(reauthentication=True).test_client()
    ada = People(client).join("ada")
    time.pass_(minutes=6)
    refused = ask_for(client, ada)
    assert (refused.status_code, refused.json["code"]) == (401, "insufficient_user_authentication")
    assert client.post("/user/reauthenticate", json={"password": "password"}, headers=ada.signed).status_code == 200
    made(client, ada)


@pytest.mark.asvs("7.5.1")
def test_making_one_takes_the_second_factor_that_is_due(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(reauthentication=True).test_client()
    ada = People(client).join("ada")
    phone = enrol(client, ada)
    made(client, ada)
    time.pass_(minutes=6)
    assert client.post("/user/reauthenticate", json={"password": "password"}, headers=ada.signed).status_code == 200
    refused = ask_for(client, ada)
    assert (refused.status_code, refused.json["code"]) == (401, "insufficient_user_authentication")
    assert 'acr_values="aal2"' in refused.headers["WWW-Authenticate"]
    proof = {"factor_code": phone.code()}
    assert client.post("/user/reauthenticate", json=proof, headers=ada.signed).status_code == 200
    made(client, ada)


def test_no_token_makes_a_token(client: FlaskClient, ada: Person) -> None:
    signed = bearer(token_of(client, ada))
    answer = client.post(PATH, json={"name": "another", "scope": ["account:read"]}, headers=signed)
    assert (answer.status_code, answer.json["code"]) == (403, "session_required")
    assert len(client.get(PATH, headers=ada.signed).json["data"]) == 1
