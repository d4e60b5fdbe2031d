"""REGISTRATION_ANSWER=private: whoever registers does not learn who is registered."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from gatepost import clock
from gatepost.contacts.address import Kind
from gatepost.contacts.models import PendingContact
from gatepost.database import db
from gatepost.users.models import User
from tests.one_time_codes.test_known_and_unknown import watched
from tests.support.contacts import let_count
from tests.support.letters import Letters
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import contents


@pytest.fixture(autouse=True)
def _early_in_an_hour(time: SetClock) -> None:
    """The first code by SMS of an hour inserts a row, whoever asks; the ways to compare are within one hour."""
    time.pass_(minutes=60 - time.now().minute)


@pytest.mark.asvs("6.3.8")
def test_a_new_and_a_taken_identifier_get_the_same_answer(make_app: Callable[..., Flask]) -> None:
    client = make_app(registration_answer="private").test_client()
    body = {"username": "ada", "mobile": "01712345678", "password": "password"}
    answers = [client.post("/user", json=body), client.post("/user", json=body)]
    answers.append(client.post("/user", json=body | {"username": "other"}))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.data for answer in answers}) == 1


def test_a_privately_registered_user_can_activate_and_log_in(make_app: Callable[..., Flask]) -> None:
    client = make_app(registration_answer="private").test_client()
    body = {"username": "ada", "mobile": "01712345678", "password": "password"}
    client.post("/user", json=body)
    client.post("/user", json=body | {"password": "another password"})
    client.post("/user/activate-account/", json={"mobile": "01712345678"})
    answer = client.post("/user/login", json={"username": "ada", "password": "password"})
    assert answer.status_code == 200


def test_private_registration_still_says_what_is_wrong_with_a_password(make_app: Callable[..., Flask]) -> None:
    client = make_app(registration_answer="private").test_client()
    answer = client.post("/user", json={"username": "ada", "mobile": "01712345678", "password": "short"})
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["password"])


ADDRESSES: dict[Kind, list[str]] = {
    "mobile": ["01712345678", "01712345679", "01812345670", "01812345671"],
    "email": ["ada@example.org", "bob@example.org", "eve0@example.org", "eve1@example.org"],
}
TAKEN = {"username": "ada"}, {"mobile": "01712345678"}, {"email": "ada@example.org"}


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("activation", ["mobile", "code"])
@pytest.mark.parametrize("taken", TAKEN, ids=lambda taken: next(iter(taken)))
def test_new_and_taken_go_the_same_way_and_nothing_is_left_of_the_taken(
    make_app: Callable[..., Flask], time: SetClock, activation: str, taken: dict[str, str]
) -> None:
    """The same statements, also when it is asked for again; and no message to an address that is another's.

    Of an address that is, an account is left, which waits as it would else: so its name is taken, too.
    """
    app = make_app(registration_answer="private", activation=activation)
    client, letters = app.test_client(), Letters(app)
    ada = {"username": "ada", "mobile": "01712345678", "email": "ada@example.org", "password": "password"}
    client.post("/user", json=ada)
    with app.app_context():
        now = clock.now()
        uuid = db.session.execute(select(User.uuid)).scalar_one()
        db.session.execute(update(User).values(activated_at=now))
        db.session.execute(delete(PendingContact))
        db.session.commit()
    for kind in ADDRESSES:
        let_count(app, kind, uuid, value=ada[kind], verified_at=now)
    letters.new()
    ways, before = [], contents(app)
    for number, given in enumerate((taken, {})):
        new = {"username": f"eve{number}", "mobile": f"0181234567{number}", "email": f"eve{number}@example.org"}
        steps = []
        for seconds in (31, 1):
            time.pass_(seconds=seconds)
            with watched(app) as sent:
                answer = client.post("/user", json={**ada, **new, **given})
            steps.append((answer.status_code, answer.data, list(sent)))
            new["username"] += "x"  # so that it is free again
        ways.append(steps)
        if number == 0:
            after = contents(app)
            stays = activation == "code" and "username" not in taken
            left = {"users", "contacts", "pending_contacts", "one_time_proofs"} if stays else set()
            changed = {name for name in before if before[name] != after[name]}
            assert changed - {"audit_events", "throttle_counts", "sms_hours", "outbox"} == left
            assert not {letter.to for letter in letters.new()} & {ada["mobile"], ada["email"]}
    assert ways[0] == ways[1]
    assert [letter.values["username"] for letter in letters.new()] == ["eve1"] * (activation == "code")


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("kind", ["mobile", "email"])
def test_whoever_registers_with_an_address_has_no_way_to_learn_whether_it_was_free(
    make_app: Callable[..., Flask], time: SetClock, kind: str
) -> None:
    app = make_app(
        registration_answer="private", activation="code", change_proof=True, user_directory="self", message_interval=30
    )
    client, letters = app.test_client(), Letters(app)
    other = "email" if kind == "mobile" else "mobile"
    taken, free, own = ADDRESSES[kind][0], ADDRESSES[kind][1], ADDRESSES[other][2:]
    client.post("/user", json={"username": "ada", "password": "password", kind: taken})
    proof = letters.one("activation")
    client.post("/user/activate-account/", json={kind: taken, "code": proof.code})

    def told(path: str, method: str = "POST", **body: str) -> None:
        with watched(app) as sent:
            answer = client.open(path, method=method, json=body, headers=signed)
        seen.append((answer.status_code, answer.json.get("code"), answer.json.keys(), list(sent)))
        sent_to = [letter.to for letter in letters.new()]
        assert taken not in sent_to
        mail.extend(to for to in sent_to if to in own)

    ways: list[Any] = []
    for name, candidate, mine in (("eve0", taken, own[0]), ("eve1", free, own[1])):
        seen: list[Any] = []
        mail: list[str] = []
        signed: dict[str, str] = {}
        time.pass_(hours=2)
        told("/user", username=name, password="password", **{kind: candidate})
        told("/user/login", username=name, password="password")
        told("/user/login", username=name, password="password", new_password="password2")
        told("/user/login/code", username=name)
        time.pass_(minutes=1)
        told("/user", username=name, password="password", **{other: mine})  # would get a code, were the name free
        time.pass_(minutes=1)
        told("/user", username=f"{name}x", password="password", **{kind: candidate, other: mine})
        time.pass_(minutes=1)
        told("/user/activate-account/", username=f"{name}x", **{other: mine})
        ways.append((seen, [to == mine for to in mail]))
    assert ways[0] == ways[1]
    assert [seen[:2] for seen in ways[0][0]][:3] == [(202, None), *[(401, "invalid_credentials")] * 2]


def test_a_new_address_is_not_told_from_one_that_was_written_to_just_now(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    app = make_app(registration_answer="private", activation="code", change_proof=True)
    client, letters = app.test_client(), Letters(app)
    eve = {"username": "eve", "password": "password"}
    client.post("/user", json=eve | {"email": "eve@example.org"})
    client.post("/user/activate-account/", json={"token": letters.one("activation").token})
    tokens = client.post("/user/login", json=eve).json
    signed = {"Authorization": f"Bearer {tokens['access_token']}"}
    uuid = opened(tokens["access_token"])[1]["sub"]
    client.post("/user", json={"username": "probe", "password": "password", "mobile": "01712345678"})
    assert [letter.to for letter in letters.new()][-1] == "01712345678"
    answer = client.patch(f"/user/{uuid}", json={"mobile": "01712345678"}, headers=signed)
    assert (answer.status_code, letters.new()) == (200, [])
