"""PBKDF2 derives keys longer than a digest block by block. The first block is verified, because one tells enough."""

import json
from base64 import b64encode
from hashlib import pbkdf2_hmac

import pytest
from flask import Flask

from gatepost.passwords.hashing import verify_password
from gatepost.passwords.imported import UnusableHash, read_imported
from gatepost.passwords.legacy.recipe import Recipe, read_recipe

_SALT = b"sixteen bytes..."


def _of_keycloak(key: bytes, iterations: int) -> str:
    secret = {"salt": b64encode(_SALT).decode(), "value": b64encode(key).decode()}
    credential = {"algorithm": "pbkdf2", "hashIterations": iterations}
    return json.dumps({"secretData": json.dumps(secret), "credentialData": json.dumps(credential)})


def test_the_1_300_000_iterations_of_keycloaks_sha1_are_below_the_ceilings(app: Flask) -> None:
    with app.app_context():
        assert read_imported("keycloak", _of_keycloak(bytes(64), 1_300_000), {})
        with pytest.raises(UnusableHash, match=r"about 2\.5 s"):
            read_imported("keycloak", _of_keycloak(bytes(64), 3_000_000), {})


def test_the_password_of_a_long_key_is_right_and_no_other(app: Flask) -> None:
    key = pbkdf2_hmac("sha1", b"password", _SALT, 1000, 64)
    with app.app_context():
        hashed = read_imported("keycloak", _of_keycloak(key, 1000), {})
        assert verify_password("password", hashed)
        assert not verify_password("Password", hashed)


def test_a_whole_digest_is_verified(app: Flask) -> None:
    key = pbkdf2_hmac("sha1", b"password", _SALT, 1000, 64)
    with app.app_context():
        other = key[:19] + bytes([key[19] ^ 1]) + key[20:]
        assert not verify_password("password", read_imported("keycloak", _of_keycloak(other, 1000), {}))
        recipe, _ = read_recipe(read_imported("keycloak", _of_keycloak(key, 1000), {}))
        assert recipe.digest == key[:20]


@pytest.mark.parametrize("size", [21, 63])
def test_a_long_key_that_was_cut_off_is_refused(app: Flask, size: int) -> None:
    with app.app_context(), pytest.raises(UnusableHash, match="the length of the digest"):
        read_imported("keycloak", _of_keycloak(bytes(size), 1000), {})


def test_a_long_key_that_was_stored_whole_is_verified_as_before(app: Flask) -> None:
    key = pbkdf2_hmac("sha1", b"password", _SALT, 1000, 64)
    settings = {"hash": "sha1", "iterations": 1000, "salt": _SALT, "length": 64}
    with app.app_context():
        assert verify_password("password", Recipe("pbkdf2", settings, key).write(""))
