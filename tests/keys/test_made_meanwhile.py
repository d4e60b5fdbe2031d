"""A key that another process makes while this one looks for keys is not taken for one under another SECRET_KEY."""

from typing import Any

from flask import Flask
from sqlalchemy import delete, event

from gatepost.database import db, reading_engine
from gatepost.doctor.outside import examine_keys
from gatepost.keys.models import SigningKey
from gatepost.keys.pairs import make_pair, seal_pair
from gatepost.keys.ring import current_ring
from tests.keys.test_trust_no_other import OTHER, insert_key
from tests.support.apps import SECRET


def found_while_a_key_is_made(app: Flask, secret: str) -> list[str]:
    """The findings on a database without keys, where a key sealed by *secret* is written after the first look."""
    pair, looks = make_pair("EdDSA"), list[str]()

    def write_a_key(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if "FROM signing_keys" in sql and not looks:
            looks.append(sql)
            insert_key(app, pair, seal_pair(pair, secret=secret))

    with app.app_context():
        db.session.execute(delete(SigningKey))
        db.session.commit()
        current_ring().known()
        event.listen(reading_engine(), "after_cursor_execute", write_a_key)
        found = [finding.about for finding in (*examine_keys(), *examine_keys())]
    assert looks
    return found


def test_a_key_that_another_process_makes_meanwhile_is_no_finding(app: Flask) -> None:
    assert found_while_a_key_is_made(app, SECRET) == []


def test_a_key_of_another_secret_is_a_finding_once_it_is_read(app: Flask) -> None:
    assert found_while_a_key_is_made(app, OTHER) == ["SECRET_KEY"]
