"""REGISTRATION_ANSWER=private: whoever registers does not learn who is registered."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, update

from gatepost import clock
from gatepost.database import db
from gatepost.users.models import User
from gatepost.users.pending import PendingAddress
from tests.proofs.test_known_and_unknown import watched
from tests.support.letters import Letters
from tests.support.time import SetClock
from tests.web.endpoints import contents


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


TAKEN = {"username": "ada"}, {"mobile": "01712345678"}, {"email": "ada@example.org"}


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("activation", ["mobile", "code"])
@pytest.mark.parametrize("taken", TAKEN, ids=lambda taken: next(iter(taken)))
def test_new_and_taken_go_the_same_way_and_nothing_is_left_of_the_taken(
    make_app: Callable[..., Flask], time: SetClock, activation: str, taken: dict[str, str]
) -> None:
    """The same statements, also when it is asked for again; and no message but to whom it was free for."""
    app = make_app(registration_answer="private", activation=activation)
    client, letters = app.test_client(), Letters(app)
    ada = {"username": "ada", "mobile": "01712345678", "email": "ada@example.org", "password": "password"}
    client.post("/user", json=ada)
    with app.app_context():
        now = clock.now()
        proven = {"mobile_verified_at": now, "email": ada["email"], "mobile_key": ada["mobile"], "activated_at": now}
        db.session.execute(update(User).values(email_key=ada["email"], email_verified_at=now, **proven))
        db.session.execute(delete(PendingAddress))
        db.session.commit()
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
            assert {name for name in before if before[name] != after[name]} <= {"audit_events", "allowances"}
            assert letters.new() == []
    assert ways[0] == ways[1]
    assert [letter.values["username"] for letter in letters.new()] == ["eve1"] * (activation == "code")
