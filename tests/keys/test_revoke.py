"""A key that others may know is revoked: nothing that it signed is good any more."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import db
from gatepost.errors import UnknownName
from gatepost.keys.models import SigningKey
from gatepost.keys.rotate import revoke_key, rotate_key
from tests.keys.conftest import keep
from tests.support.apps import Apps
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.tokens.forge import assert_refused, key_of, opened, use

pytestmark = pytest.mark.every_engine


def revoke(app: Flask, kid: str) -> None:
    with app.app_context():
        revoke_key(kid)


def published(client: FlaskClient) -> list[str]:
    return [key["kid"] for key in client.get("/.well-known/jwks.json").json["keys"]]


@pytest.mark.asvs("11.1.1")
@pytest.mark.asvs("13.3.4")
def test_what_a_revoked_key_signed_is_refused_at_once_and_another_signs(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    first = key_of(app).kid
    assert use(client, ada, ada.access_token).status_code == 200
    revoke(app, first)
    assert_refused(use(client, ada, ada.access_token))
    assert_refused(client.get("/user/refresh-token/", headers=ada.refreshing))
    (second,) = published(client)
    again = People(client).log_in(ada)
    assert opened(again.access_token)[0]["kid"] == second != first
    assert use(client, ada, again.access_token).status_code == 200


def test_a_key_may_be_revoked_while_it_is_used(app: Flask, client: FlaskClient, ada: Person) -> None:
    """Whoever asks after the revocation has returned is refused, whatever reading of the keys was under way."""
    begun, revoked, enough = threading.Event(), threading.Event(), threading.Event()
    late: list[int] = []

    def ask_again_and_again() -> None:
        visitor = app.test_client()
        while not enough.is_set():
            after = revoked.is_set()
            status = use(visitor, ada, ada.access_token).status_code
            assert status in (200, 401)
            if after:
                late.append(status)
            begun.set()

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask_again_and_again) for _ in range(4)]
        begun.wait(timeout=30)
        revoke(app, key_of(app).kid)
        revoked.set()
        again = [People(client).log_in(ada) for _ in range(5)]
        assert {use(client, ada, person.access_token).status_code for person in again} == {200}
        enough.set()
        for future in asking:
            future.result()
    assert set(late) <= {401}
    assert_refused(use(client, ada, ada.access_token))


def test_nothing_of_a_revoked_key_is_kept_but_its_name(app: Flask, client: FlaskClient) -> None:
    kid = key_of(app).kid
    revoke(app, kid)
    with app.app_context():
        assert db.session.scalar(select(SigningKey.sealed).where(SigningKey.kid == kid)) == ""
        db.session.rollback()


@pytest.mark.parametrize("kid", ["", "nothing", "x" * 43])
def test_a_key_that_is_not_there_cannot_be_revoked(app: Flask, kid: str) -> None:
    with pytest.raises(UnknownName):
        revoke(app, kid)


def test_a_key_is_revoked_once(app: Flask) -> None:
    kid = key_of(app).kid
    revoke(app, kid)
    with pytest.raises(UnknownName):
        revoke(app, kid)


def test_no_older_key_signs_again_when_the_present_one_is_revoked(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    client = app.test_client()
    ada = People(client).join("ada")
    (first,) = published(client)
    with app.app_context():
        rotate_key(at_once=True)
    second = key_of(app).kid
    revoke(app, second)
    third = key_of(app).kid
    assert third not in (first, second)
    assert published(client) == [third, first]
    assert use(client, ada, ada.access_token).status_code == 200, "the older key's tokens are still good"


def test_an_older_key_may_be_revoked_by_itself(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    client = app.test_client()
    ada = People(client).join("ada")
    (first,) = published(client)
    with app.app_context():
        rotate_key(at_once=True)
    again = People(client).log_in(ada)
    revoke(app, first)
    assert_refused(use(client, ada, ada.access_token))
    assert use(client, ada, again.access_token).status_code == 200
    assert len(published(client)) == 1


def test_a_key_that_was_to_come_may_be_revoked_and_another_comes(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    client = app.test_client()
    (first,) = published(client)
    with app.app_context():
        rotate_key()
    _, coming = published(client)
    revoke(app, coming)
    time.pass_(hours=2)
    assert key_of(app).kid == first
    time.pass_(days=31)
    keep(app)
    time.pass_(hours=1)
    ada = People(client).join("ada")
    assert opened(ada.refresh_token)[0]["kid"] not in (first, coming)
    time.pass_(days=13)
    assert client.get("/user/refresh-token/", headers=ada.refreshing).status_code == 200


def test_a_key_whose_successor_was_revoked_gets_another_before_its_end(
    time: SetClock, kept: Callable[..., Flask], apps: Apps
) -> None:
    app = kept()
    (first,) = published(app.test_client())
    with app.app_context():
        rotate_key()
    revoke(app, published(app.test_client())[1])
    longer = apps.make(key_period="400d")  # so that the first one would sign long after its end
    keep(longer)
    client = longer.test_client()
    assert len(published(client)) == 2
    for _ in range(10):
        ada = People(client).join(f"user{time.now():%Y%m%d}")
        assert use(client, ada, ada.access_token).status_code == 200
        time.pass_(days=10)
        keep(longer)
    assert key_of(longer).kid != first
