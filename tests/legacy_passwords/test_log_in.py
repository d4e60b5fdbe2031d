"""A user logs in with the password of the old system; the log-in replaces the hash by Argon2id."""

import hashlib

import argon2
import pytest
from flask import Flask

from gatepost.passwords.imported import read_imported
from gatepost.passwords.legacy import scheme
from gatepost.passwords.legacy.recipe import Recipe
from tests.legacy_passwords.records import HAS_LIBCRYPT, record_of
from tests.login.test_keep_hashes_current import log_in, store_hash, stored_hash
from tests.support.people import Person

SYSTEMS = [
    ("Django md5", "nfd"),
    ("WordPress before 6.8 (phpass portable), checked by 7.2's wp_check_password", "spaces"),
    ("Flask-Security pbkdf2_sha512", "ascii"),
    ("Firebase Authentication (npm firebase-scrypt)", "nfd"),
    ("Lucia", "nfd"),
    ("Dovecot {SCRAM-SHA-256}", "spaces"),
    *([("Debian 12 shadow (mkpasswd) yescrypt", "ascii")] if HAS_LIBCRYPT else []),
    ("Apache htpasswd bcrypt", "spaces"),
]


def move_in(app: Flask, user: Person, system: str, kind: str = "ascii", *, wrap: bool = False) -> str:
    """Give *user* the hash of a record. Returns its password."""
    record = record_of(system, kind)
    with app.app_context():
        hashed = read_imported(system, record.stored, record.extra, wrap=wrap)
    store_hash(app, user, hashed)
    return record.password


@pytest.mark.parametrize("wrap", [False, True], ids=["as it is", "wrapped"])
@pytest.mark.parametrize(("system", "kind"), SYSTEMS)
def test_an_imported_hash_opens_and_becomes_argon2id(
    app: Flask, ada: Person, system: str, kind: str, wrap: bool
) -> None:
    password = move_in(app, ada, system, kind, wrap=wrap)
    before = stored_hash(app, ada)
    answer = log_in(app, "ada", password.swapcase())
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_credentials")
    assert stored_hash(app, ada) == before
    assert log_in(app, "ada", password).status_code == 200
    assert stored_hash(app, ada).startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert log_in(app, "ada", password).status_code == 200
    assert log_in(app, "ada", password.swapcase()).status_code == 401


@pytest.mark.every_engine
def test_the_longest_imported_hash_is_stored_and_replaced_on_every_engine(app: Flask, ada: Person) -> None:
    salt = bytes(range(256))
    settings = {"hash": "sha512", "iterations": 1000, "salt": salt, "length": 512}  # a whole key, as was kept before
    key = hashlib.pbkdf2_hmac("sha512", b"enchantress", salt, 1000, 512)
    store_hash(app, ada, Recipe("pbkdf2", settings, key).write(""))
    assert len(stored_hash(app, ada)) > 1000
    assert log_in(app, "ada", "enchantress").status_code == 200
    assert stored_hash(app, ada).startswith("$argon2id$")


@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
def test_right_or_wrong_an_imported_hash_costs_its_own_work_and_a_decoy(
    app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch, right: bool
) -> None:
    password = move_in(app, ada, "Django md5")
    seen: list[str] = []
    verify = argon2.PasswordHasher.verify

    def count(hasher: argon2.PasswordHasher, hashed: str, typed: str) -> object:
        seen.append(hashed.rsplit("$", 2)[0])
        return verify(hasher, hashed, typed)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", count)
    assert log_in(app, "ada", password if right else "wrong password").status_code == (200 if right else 401)
    assert seen == ["$argon2id$v=19$m=8,t=1,p=1"]


def test_the_ceilings_hold_at_the_log_in_too(app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    password = move_in(app, ada, "Apache htpasswd bcrypt")
    with monkeypatch.context() as lower:
        lower.setattr(scheme, "SECONDS", 0.0)
        assert log_in(app, "ada", password).status_code == 401
    assert log_in(app, "ada", password).status_code == 200


@pytest.mark.parametrize("hashed", ["import:", "import:nobody:{}", 'import:scrypt:{"s":{}}', "import:scrypt:[1]"])
def test_a_broken_text_in_the_database_is_of_no_password(app: Flask, ada: Person, hashed: str) -> None:
    store_hash(app, ada, hashed)
    assert log_in(app, "ada", "password").status_code == 401
