"""A key is published before its first use, signs for one period, and verifies for one more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from gatepost.database import db
from gatepost.keys.models import SigningKey
from gatepost.keys.rotate import purge_keys, rotate_key
from tests.keys.conftest import keep
from tests.support.apps import Apps
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.tokens.forge import Forger, assert_refused, key_of, opened, use

pytestmark = pytest.mark.every_engine


def kid_of(token: str) -> str:
    return str(opened(token)[0]["kid"])


def published(client: FlaskClient) -> list[str]:
    return [key["kid"] for key in client.get("/.well-known/jwks.json").json["keys"]]


def signing(client: FlaskClient, person: Person) -> str:
    return kid_of(People(client).log_in(person).access_token)


def test_the_next_key_is_published_before_it_signs_and_then_takes_over(
    time: SetClock, kept: Callable[..., Flask]
) -> None:
    app = kept()
    client = app.test_client()
    ada = People(client).join("ada")
    (first,) = published(client)
    time.pass_(days=30, minutes=-66)  # the first one signs as if it were five minutes older
    keep(app)
    assert published(client) == [first]
    time.pass_(minutes=1)
    keep(app)
    before, after = published(client)
    assert (before, signing(client, ada)) == (first, first)
    time.pass_(minutes=59, seconds=59)
    assert signing(client, ada) == first
    time.pass_(seconds=1)
    assert signing(client, ada) == after
    keep(app)
    assert published(client) == [after, first]


def test_the_key_that_signs_is_published_first_whatever_the_others_are(
    time: SetClock, kept: Callable[..., Flask]
) -> None:
    """python-jose stops at a key whose algorithm it does not know, and looks at the good one behind it never."""
    before = kept(signing_algorithm="EdDSA")
    client = before.test_client()
    ada = People(client).join("ada")
    app = kept(signing_algorithm="RS256")
    client = app.test_client()
    for _ in range(2):
        keep(app)
        kids = published(client)
        assert kids[0] == signing(client, ada)
        time.pass_(hours=1, minutes=1)
    algorithms = [key["alg"] for key in client.get("/.well-known/jwks.json").json["keys"]]
    assert algorithms == ["RS256", "EdDSA"]


def test_what_a_key_signed_is_good_to_its_end_and_then_the_key_goes(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    client = app.test_client()
    ada = People(client).join("ada")
    first = kid_of(ada.refresh_token)
    time.pass_(days=30, minutes=-65)
    keep(app)
    time.pass_(minutes=59)
    last = People(client).log_in(ada)  # the last that the first key signs
    assert kid_of(last.refresh_token) == first
    for _ in range(2):  # so that it is not quiet for a fortnight
        time.pass_(days=13)
        assert client.get("/user/refresh-token/", headers=last.refreshing).status_code == 200
    time.pass_(days=3, hours=23, minutes=59)
    keep(app)
    assert client.get("/user/refresh-token/", headers=last.refreshing).status_code == 200
    assert first in published(client)
    time.pass_(minutes=2)
    assert_refused(client.get("/user/refresh-token/", headers=last.refreshing))
    assert first in published(client), "somebody's clock may be five minutes late"
    time.pass_(minutes=5)
    assert first not in published(client)
    assert_refused(client.get("/user/refresh-token/", headers=last.refreshing))
    with app.app_context():
        assert purge_keys() == 0
        time.pass_(days=31)
        assert purge_keys() == 1


def test_a_key_that_is_over_opens_nothing_whatever_its_token_says(time: SetClock, kept: Callable[..., Flask]) -> None:
    """Whoever has stolen an old key cannot sign with it."""
    app = kept()
    client = app.test_client()
    ada = People(client).join("ada")
    stolen = Forger(key_of(app))
    for _ in range(3):
        time.pass_(days=30)
        keep(app)
    time.pass_(hours=1)
    now = People(client).log_in(ada)
    header, claims = opened(now.access_token)
    assert use(client, ada, now.access_token).status_code == 200
    assert_refused(use(client, ada, stolen(claims, header=header | {"kid": stolen.pair.kid})))


def test_after_a_long_rest_the_old_key_signs_until_the_next_was_published_long_enough(
    time: SetClock, kept: Callable[..., Flask]
) -> None:
    app = kept()
    client = app.test_client()
    ada = People(client).join("ada")
    (first,) = published(client)
    time.pass_(days=100)
    keep(app)
    _, after = published(client)
    assert signing(client, ada) == first
    time.pass_(hours=1)
    assert signing(client, ada) == after


@pytest.mark.at_night
def test_keeping_keys_again_and_again_makes_no_more(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    for _ in range(24 * 90):
        time.pass_(hours=1)
        keep(app)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SigningKey)) == 4
        db.session.rollback()


@pytest.mark.asvs("11.2.2")
@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_another_algorithm_begins_with_a_new_key_and_refuses_nobody(
    time: SetClock, kept: Callable[..., Flask], apps: Apps, algorithm: str
) -> None:
    ada = People(kept().test_client()).join("ada")
    changed = apps.make(signing_algorithm=algorithm)
    client = changed.test_client()
    keep(changed)
    assert [key["alg"] for key in client.get("/.well-known/jwks.json").json["keys"]] == ["EdDSA", algorithm]
    assert opened(People(client).log_in(ada).access_token)[0]["alg"] == "EdDSA"
    time.pass_(hours=1)
    again = People(client).log_in(ada)
    assert opened(again.access_token)[0]["alg"] == algorithm
    for person in (ada, again):
        refreshed = client.post("/user/refresh-token/", headers=person.refreshing).json
        assert opened(refreshed["refresh_token"])[0]["alg"] == algorithm
        assert use(client, ada, refreshed["access_token"]).status_code == 200


def test_the_next_key_may_be_made_before_its_time(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    client = app.test_client()
    ada = People(client).join("ada")
    with app.app_context():
        assert rotate_key() == time.now() + timedelta(hours=1)
    first, second = published(client)
    assert signing(client, ada) == first
    with app.app_context():
        assert rotate_key(at_once=True) == time.now()
    third = published(client)[0]
    assert signing(client, ada) == third
    time.pass_(hours=2)
    assert signing(client, ada) == third, "the one that was passed over never signs"
    assert use(client, ada, People(client).log_in(ada).access_token).status_code == 200
    time.pass_(days=30, hours=1)
    assert second not in published(client)


def test_a_process_whose_clock_is_late_can_sign_too(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    time.pass_(minutes=-4)
    assert People(app.test_client()).join("ada").access_token


def test_a_clock_that_is_set_back_before_the_first_key_signs_refuses_nobody(
    time: SetClock, kept: Callable[..., Flask]
) -> None:
    app = kept()
    client = app.test_client()
    (first,) = published(client)
    time.pass_(days=-2)
    ada = People(client).join("ada")
    assert use(client, ada, ada.access_token).status_code == 200
    assert (
        client.post("/user/refresh-token/", headers={"Authorization": f"Bearer {ada.refresh_token}"}).status_code == 200
    )
    keep(app)
    assert published(client) == [first], "no other key is needed"
    assert signing(client, ada) == first
    time.pass_(days=2)
    keep(app)
    assert signing(client, ada) == first
