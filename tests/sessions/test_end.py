"""What ends a session, which sessions it ends, and that it holds at once."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.accounts.deactivate import deactivate_user, reactivate_user
from gatepost.database import db
from gatepost.sessions.models import Session
from tests.support.people import People, Person, bearer

pytestmark = pytest.mark.every_engine


def is_alive(client: FlaskClient, person: Person) -> bool:
    """Whether this person's tokens open anything; the access and the refresh token must agree."""
    answers = [
        client.get(f"/user/{person.uuid}", headers=person.signed),
        client.get("/user/refresh-token/", headers=person.refreshing),
    ]
    if answers[0].status_code == 200:
        assert answers[1].status_code == 200
        return True
    answers.append(client.post("/user/refresh-token/", headers=person.refreshing))
    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(401, "invalid_token")] * 3
    return False


def change_password(client: FlaskClient, person: Person, old: str = "password") -> int:
    body = {"old_password": old, "new_password": "another password"}
    return client.post(f"/user/change-password/{person.uuid}", json=body, headers=person.signed).status_code


@pytest.mark.asvs("7.4.1")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/user/logout/", "/user/logout"])
def test_logging_out_ends_this_session_and_no_other(
    client: FlaskClient, people: People, ada: Person, eve: Person, method: str, path: str
) -> None:
    phone = people.log_in(ada)
    answer = client.open(path, method=method, headers=phone.signed)
    assert (answer.status_code, answer.json) == (200, {"message": "User ada successfully logged out."})
    assert not is_alive(client, phone)
    assert is_alive(client, ada)
    assert is_alive(client, eve)


@pytest.mark.asvs("7.4.1")
def test_logging_out_twice_is_refused(client: FlaskClient, ada: Person) -> None:
    answers = [client.post("/user/logout/", headers=ada.signed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 401]


@pytest.mark.asvs("7.4.1")
def test_logging_out_ends_every_token_that_the_session_ever_gave(client: FlaskClient, ada: Person) -> None:
    refreshed = client.get("/user/refresh-token/", headers=ada.refreshing).json
    rotated = client.post("/user/refresh-token/", headers=ada.refreshing).json
    path = f"/user/{ada.uuid}"
    access_tokens = [ada.access_token, refreshed["access_token"], rotated["access_token"]]
    assert [client.get(path, headers=bearer(token)).status_code for token in access_tokens] == [200] * 3
    client.get("/user/logout/", headers=ada.signed)
    assert [client.get(path, headers=bearer(token)).status_code for token in access_tokens] == [401] * 3
    for token in (ada.refresh_token, rotated["refresh_token"]):
        assert client.post("/user/refresh-token/", headers=bearer(token)).status_code == 401


@pytest.mark.asvs("7.4.1")
def test_an_ended_session_is_ended_for_every_process(
    make_app: Callable[..., Flask], client: FlaskClient, ada: Person
) -> None:
    another = make_app(docs=False).test_client()
    assert is_alive(another, ada)
    client.get("/user/logout/", headers=ada.signed)
    assert not is_alive(another, ada)


@pytest.mark.asvs("7.4.3")
def test_changing_the_password_ends_every_other_session(
    client: FlaskClient, people: People, ada: Person, eve: Person
) -> None:
    others = [people.log_in(ada) for _ in range(2)]
    assert change_password(client, ada) == 200
    assert is_alive(client, ada)
    assert is_alive(client, eve)
    assert not any(is_alive(client, other) for other in others)


@pytest.mark.asvs("7.4.3")
def test_a_refused_password_change_ends_no_session(client: FlaskClient, people: People, ada: Person) -> None:
    other = people.log_in(ada)
    assert change_password(client, ada, old="wrong password") == 403
    assert is_alive(client, ada)
    assert is_alive(client, other)


@pytest.mark.asvs("7.4.2")
def test_deleting_an_account_ends_all_its_sessions(
    app: Flask, client: FlaskClient, people: People, ada: Person, eve: Person
) -> None:
    phone = people.log_in(ada)
    assert client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert not is_alive(client, ada)
    assert not is_alive(client, phone)
    assert is_alive(client, eve)
    with app.app_context():
        assert db.session.scalars(select(Session.user_uuid)).all() == [eve.uuid]


@pytest.mark.asvs("7.4.2")
def test_an_administrator_who_deletes_an_account_ends_its_sessions(
    client: FlaskClient, ada: Person, admin: Person
) -> None:
    assert client.delete(f"/user/{ada.uuid}", headers=admin.signed).status_code == 200
    assert not is_alive(client, ada)
    assert is_alive(client, admin)


@pytest.mark.asvs("7.4.2")
def test_deactivating_an_account_ends_its_sessions_for_good(
    app: Flask, client: FlaskClient, people: People, ada: Person, eve: Person
) -> None:
    phone = people.log_in(ada)
    with app.app_context():
        deactivate_user(ada.uuid)
    assert not is_alive(client, ada)
    assert not is_alive(client, phone)
    assert is_alive(client, eve)
    with app.app_context():
        reactivate_user(ada.uuid)
    assert not is_alive(client, ada)
    assert not is_alive(client, phone)
    assert is_alive(client, people.log_in(ada))
