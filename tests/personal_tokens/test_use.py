"""A personal token is asked for at each request; its use is noted; what is none of ours is refused before a look-up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost import clock
from gatepost.database import db
from gatepost.personal_tokens import authenticate
from gatepost.personal_tokens.token_format import new_token
from gatepost.serving.housekeeping import Housekeeping
from gatepost.users.models import User
from tests.personal_tokens.test_end import rows
from tests.personal_tokens.tokens import PATH, made, token_of, works
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock


@contextmanager
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The look-ups of personal tokens."""
    seen: list[Any] = []

    class Watched:
        def rows(self, **values: Any) -> Any:
            seen.append(values)
            return found.rows(**values)

    found = authenticate._FOUND
    with monkeypatch.context() as patched:
        patched.setattr(authenticate, "_FOUND", Watched())
        yield seen


def last_used(client: FlaskClient, person: Person) -> str | None:
    (listed,) = client.get(PATH, headers=person.signed).json["data"]
    used: str | None = listed["last_used_at"]
    return used


@pytest.mark.every_engine
def test_its_use_is_noted_at_most_every_five_minutes(client: FlaskClient, people: People, time: SetClock) -> None:
    ada = people.join("ada")
    token = token_of(client, ada)
    assert last_used(client, ada) is None
    first = f"{time.now():%Y-%m-%dT%H:%M:%SZ}"
    assert works(client, token, ada)
    time.pass_(minutes=5)
    assert works(client, token, ada)
    assert last_used(client, ada) == first
    time.pass_(seconds=1)
    assert works(client, token, ada)
    assert last_used(client, ada) == f"{time.now():%Y-%m-%dT%H:%M:%SZ}"


def test_a_use_that_comes_with_the_revocation_brings_no_row_back(
    client: FlaskClient, app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = made(client, ada)

    def revoked_meanwhile(*arguments: Any) -> int:
        app.test_client().delete(f"{PATH}/{told['id']}", headers=ada.signed)
        return write_alone(*arguments)

    write_alone = authenticate.write_alone
    monkeypatch.setattr(authenticate, "write_alone", revoked_meanwhile)
    assert works(client, told["token"], ada)
    assert rows(app) == 0
    assert not works(client, told["token"], ada)


@pytest.mark.parametrize(
    "token", ["gp_pat_", "gp_pat_" + "A" * 49, "gp_pat_" + "A" * 5000, "gp_pat_~", "gp_pat_" + "A" * 48 + "-"]
)
def test_what_has_no_right_checksum_is_refused_without_a_look_up(
    client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    with asked(monkeypatch) as seen:
        answer = client.get(f"/user/{ada.uuid}", headers=bearer(token))
    assert (answer.status_code, answer.json["code"], seen) == (401, "invalid_token", [])


def test_a_well_formed_token_of_nobody_is_refused_after_one_look_up(
    client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(monkeypatch) as seen:
        assert not works(client, new_token(), ada)
    assert len(seen) == 1


def test_a_request_with_an_access_token_sends_no_further_statement(
    client: FlaskClient, app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(client, ada)
    with asked(monkeypatch) as seen:
        assert client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
        assert seen == []
        assert works(client, token, ada)
    assert len(seen) == 1


@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("column", ["deactivated_at", "activated_at"])
def test_the_look_up_itself_asks_whether_the_user_is_active(
    client: FlaskClient, app: Flask, ada: Person, column: str
) -> None:
    token = token_of(client, ada)
    value = clock.now() if column == "deactivated_at" else None
    with app.app_context():
        db.session.execute(update(User).where(User.uuid == ada.uuid).values({column: value}))
        db.session.commit()
    assert not works(client, token, ada)


def test_wrong_tokens_count_for_their_address(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(limits=True).test_client()
    statuses = [client.get(PATH, headers=bearer("gp_pat_" + "A" * 49)).status_code for _ in range(121)]
    assert statuses == [401] * 120 + [429]


@pytest.mark.every_engine
def test_a_token_that_has_ended_is_removed(app: Flask, client: FlaskClient, ada: Person, time: SetClock) -> None:
    token_of(client, ada, expires_in_days=1)
    token_of(client, ada, expires_in_days=2)
    time.pass_(days=1)
    Housekeeping(app).round()
    assert rows(app) == 1


def test_a_refresh_token_and_a_personal_token_are_not_taken_for_each_other(client: FlaskClient, ada: Person) -> None:
    token = token_of(client, ada)
    for method in ("GET", "POST"):
        answer = client.open("/user/refresh-token/", method=method, headers=bearer(token))
        assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")
