"""A wrapped hash is Argon2id over the old digest, which is no longer there."""

from base64 import b64encode

import pytest
from flask import Flask

from gatepost.passwords.hashing import verify_password
from gatepost.passwords.imported import UnusableHash, read_imported, tell_imported
from gatepost.passwords.legacy.recipe import read_recipe
from gatepost.passwords.legacy.schemes import WHERE
from tests.legacy_passwords.records import HAS_LIBCRYPT, RECORDS, Record, cost


def _cheapest() -> dict[str, Record]:
    """The record of each scheme that costs least."""
    found: dict[str, Record] = {}
    for record in sorted(RECORDS, key=lambda each: cost(each.read())):
        found.setdefault(record.read().scheme, record)
    return found


CHEAPEST = _cheapest()


@pytest.mark.parametrize("scheme", CHEAPEST)
def test_the_password_of_a_wrapped_hash_is_right_and_no_other(app: Flask, scheme: str) -> None:
    record = CHEAPEST[scheme]
    with app.app_context():
        wrapped = read_imported(record.system, record.stored, record.extra, wrap=True)
        assert verify_password(record.password, wrapped)
        assert not verify_password(record.password.swapcase(), wrapped)


def test_every_scheme_is_tried_but_those_of_which_there_is_no_record() -> None:
    assert set(WHERE) - set(CHEAPEST) == {"mysql323", "hmac", *(() if HAS_LIBCRYPT else ("libcrypt",))}


def test_the_digest_is_nowhere_in_a_wrapped_hash(app: Flask) -> None:
    with app.app_context():
        for record in CHEAPEST.values():
            digest = record.read().digest
            recipe, _ = read_recipe(read_imported(record.system, record.stored, record.extra, wrap=True))
            assert recipe.digest == b""
            assert recipe.wrapped.startswith("$argon2id$v=19$m=8,t=1,p=1$")
            assert b64encode(digest).decode().rstrip("=") not in str(recipe)


def test_a_wrapped_hash_is_told_and_read_and_stays_wrapped(app: Flask) -> None:
    record = CHEAPEST["firebase"]
    with app.app_context():
        told = tell_imported(read_imported(record.system, record.stored, record.extra, wrap=True))
        for again in (read_imported(**told), read_imported(**told, wrap=True)):
            assert verify_password(record.password, again)
            assert not verify_password("another", again)
            assert read_recipe(again)[0].digest == b""


def test_what_wraps_has_ceilings_too(app: Flask) -> None:
    record = CHEAPEST["digest"]
    with app.app_context():
        told = tell_imported(read_imported(record.system, record.stored, record.extra, wrap=True))
        dear = {**told, "stored": told["stored"].replace("m=8,t=1", "m=4194304,t=1")}
        with pytest.raises(UnusableHash, match="MiB"):
            read_imported(**dear)
