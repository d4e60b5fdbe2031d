"""Only a key that opens with our secret is trusted: who can merely write to the database adds none."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from gatepost import clock
from gatepost.crypto import Unsealable
from gatepost.database import db
from gatepost.keys import ring
from gatepost.keys.models import SigningKey
from gatepost.keys.pairs import KeyPair, make_pair, seal_pair, unseal_pair
from gatepost.keys.ring import current_ring
from gatepost.keys.rotate import rotate_if_due
from tests.keys.conftest import keep
from tests.support.apps import SECRET
from tests.support.people import People, Person
from tests.tokens.forge import Forger, assert_refused, key_of, opened, use

OTHER = "the secret of somebody else, of more than 32 bytes"


def rows(app: Flask) -> list[Any]:
    with app.app_context():
        found = list(db.session.execute(select(SigningKey.__table__).order_by(SigningKey.number)).mappings())
        db.session.rollback()
        return found


def put(app: Flask, pair: KeyPair, sealed: str) -> None:
    """Write a key into the table, as somebody with access to the database can, and have the keys read again."""
    insert_key(app, pair, sealed)
    with app.app_context():
        current_ring().forget()


def insert_key(app: Flask, pair: KeyPair, sealed: str) -> None:
    now = clock.now()
    row = {"number": 1000, "kid": pair.kid, "algorithm": pair.algorithm, "sealed": sealed, "created_at": now}
    with app.app_context():
        db.session.execute(insert(SigningKey).values(**row, signs_from=now - timedelta(hours=1)))
        db.session.commit()


@pytest.mark.asvs("9.1.3")
@pytest.mark.asvs("11.2.5")
@pytest.mark.parametrize("how", ["with another secret", "in plain", "empty", "with the seal of our key"])
def test_a_key_that_was_put_into_the_table_opens_nothing(
    app: Flask, client: FlaskClient, ada: Person, how: str
) -> None:
    pair, ours = make_pair("EdDSA"), key_of(app)
    sealed = {
        "with another secret": seal_pair(pair, secret=OTHER),
        "in plain": pair.jwk["x"],
        "empty": "",
        "with the seal of our key": rows(app)[0]["sealed"],
    }[how]
    put(app, pair, sealed)
    claims = opened(ada.access_token)[1]
    assert_refused(use(client, ada, Forger(pair)(claims)))
    assert [key["kid"] for key in client.get("/.well-known/jwks.json").json["keys"]] == [ours.kid]
    again = People(client).log_in(ada)
    assert opened(again.access_token)[0]["kid"] == ours.kid
    assert use(client, ada, again.access_token).status_code == 200


@pytest.mark.asvs("11.3.2")
@pytest.mark.asvs("11.3.3")
def test_a_sealed_key_opens_only_as_what_it_was_sealed() -> None:
    pair, other = make_pair("EdDSA"), make_pair("EdDSA")
    sealed = seal_pair(pair, secret=SECRET)
    assert unseal_pair(sealed, kid=pair.kid, algorithm="EdDSA", secret=SECRET).jwk == pair.jwk
    for kid, algorithm, secret in (
        (other.kid, "EdDSA", SECRET),
        (pair.kid, "ES256", SECRET),
        (pair.kid, "EdDSA", OTHER),
    ):
        with pytest.raises(Unsealable):
            unseal_pair(sealed, kid=kid, algorithm=algorithm, secret=secret)
    changed = sealed[:50] + ("A" if sealed[50] != "A" else "B") + sealed[51:]
    with pytest.raises(Unsealable):
        unseal_pair(changed, kid=pair.kid, algorithm="EdDSA", secret=SECRET)


def test_services_with_different_secrets_on_one_database_leave_each_other_alone(
    make_app: Callable[..., Flask], client: FlaskClient, app: Flask, ada: Person
) -> None:
    elsewhere = make_app.__self__.make(secret_key=OTHER)  # type: ignore[attr-defined]  # without emptying the tables
    for _ in range(5):
        keep(elsewhere)
        keep(app)
    assert len(rows(app)) == 2
    there = elsewhere.test_client()
    other = People(there).log_in(ada)
    assert use(there, ada, other.access_token).status_code == 200
    assert_refused(use(client, ada, other.access_token))
    assert_refused(use(there, ada, ada.access_token))
    assert use(client, ada, ada.access_token).status_code == 200


def test_of_many_that_want_the_next_key_one_makes_it(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(SigningKey).values(signs_from=clock.now() - timedelta(days=365)))
        db.session.commit()
        current_ring().forget()
    begin, problems = threading.Barrier(12), []

    def go() -> None:
        with app.app_context():
            begin.wait(timeout=30)
            try:
                rotate_if_due()
            except Exception as problem:
                problems.append(problem)

    threads = [threading.Thread(target=go) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not problems
    assert [row["number"] for row in rows(app)] == [1, 2]


def test_strangers_cannot_make_the_service_read_its_keys_and_a_new_key_is_known_at_once_all_the_same(
    app: Flask, client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that names an unknown key is a reason to ask whether there is a newer one, and no more."""
    reads: list[Any] = []
    read_all = ring.read_all

    def counted(*given: Any) -> Any:
        reads.append(given)
        return read_all(*given)

    moment = clock.stopwatch()
    monkeypatch.setattr(ring, "read_all", counted)
    monkeypatch.setattr(clock, "stopwatch", lambda: moment)
    pair, claims = make_pair("EdDSA"), opened(ada.access_token)[1]
    for number in range(200):
        assert_refused(use(client, ada, Forger(pair)(claims, header={"kid": f"{number:043}"})))
        assert_refused(use(client, ada, Forger(pair)(claims, header={"kid": f"../{number}"})))
    assert len(reads) <= 2
    assert use(client, ada, ada.access_token).status_code == 200
    made = add_as_another_process_does(app)
    assert use(client, ada, Forger(made)(claims)).status_code == 200
    assert_refused(use(client, ada, Forger(pair)(claims)))
    assert len(reads) <= 3


def add_as_another_process_does(app: Flask) -> KeyPair:
    """A key of which this process is not told."""
    pair, now = make_pair("EdDSA"), clock.now()
    row = {"number": 2, "kid": pair.kid, "algorithm": pair.algorithm, "sealed": seal_pair(pair, secret=SECRET)}
    with app.app_context():
        db.session.execute(insert(SigningKey).values(**row, created_at=now, signs_from=now))
        db.session.commit()
    return pair
