"""An import reads again all that an export tells of a hash: in another installation too, with all secrets."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.passwords.hashing import hash_password, verify_password
from gatepost.passwords.imported import UnusableHash, read_imported, tell_imported
from tests.legacy_passwords.records import RECORDS, record_of

MakeApp = Callable[..., Flask]
SECRETS = {
    "Devise with a pepper": "throw-away-pepper-3",
    "Flask-Security pbkdf2_sha512": "171216984379583495",
    "Firebase Authentication (npm firebase-scrypt)": "Tyj0jGUv5EeK7KzhxGq4cQoSfviDZYBHnVBkfo7ot8DK7Nfv",
}
_OTHER = "another secret of thirty-two bytes or more"


def test_every_record_is_told_and_read_as_it_is(app: Flask) -> None:
    with app.app_context():
        for record in RECORDS:
            text = read_imported(record.system, record.stored, record.extra)
            told = tell_imported(text)
            again = read_imported(**told)
            assert tell_imported(again) == told, record.name
            assert len(again) == len(text), record.name


@pytest.mark.parametrize("system", SECRETS)
def test_a_secret_of_the_old_system_is_sealed_in_the_database(make_app: MakeApp, system: str) -> None:
    record = record_of(system)
    with make_app().app_context():
        text = read_imported(system, record.stored, record.extra)
        assert SECRETS[system] not in text
        assert verify_password(record.password, text)
        told = tell_imported(text)
        assert any(str(value).startswith(SECRETS[system]) for value in told["extra"].values())
    with make_app(secret_key=_OTHER).app_context():
        assert not verify_password(record.password, text)
        with pytest.raises(UnusableHash, match="another SECRET_KEY"):
            tell_imported(text)
        assert verify_password(record.password, read_imported(**told))


def test_a_sealed_secret_is_not_taken_from_a_file(app: Flask) -> None:
    record = record_of("Devise with a pepper")
    with app.app_context(), pytest.raises(UnusableHash, match="sealed"):
        read_imported("gatepost", read_imported(record.system, record.stored, record.extra), {"pepper": "x"})


def test_a_hash_of_ours_is_told_as_it_is(app: Flask) -> None:
    with app.app_context():
        hashed = hash_password("password")
        assert tell_imported(hashed) == {"system": "gatepost", "stored": hashed, "extra": {}}
        assert read_imported(**tell_imported(hashed)) == hashed
        with pytest.raises(UnusableHash):
            tell_imported("!")


def test_a_hash_of_the_founding_document_is_wrapped_with_the_salt_of_the_settings(make_app: MakeApp) -> None:
    hashed = "5f4dcc3b5aa765d61d8327deb882cf99"  # of "password"
    with make_app(salt_key="word").app_context():
        wrapped = read_imported("founding document", hashed, {}, wrap=True)
        assert hashed not in wrapped
        assert verify_password("pass", wrapped)
        assert not verify_password("password", wrapped)
    with make_app().app_context(), pytest.raises(UnusableHash, match="SALT_KEY"):
        read_imported("founding document", hashed, {}, wrap=True)


def test_a_hash_of_the_founding_document_takes_its_salt_along(make_app: MakeApp) -> None:
    hashed = "5f4dcc3b5aa765d61d8327deb882cf99"  # of "password", without a salt
    salted = "c9d28c9a3aeb26f6d2da2d1bd4a2a1cd"
    with make_app().app_context():
        assert read_imported("founding document", salted, {}) == salted
        assert tell_imported(hashed) == {"system": "founding document", "stored": hashed, "extra": {}}
    with make_app(salt_key="word").app_context():
        told = tell_imported(hashed)
        assert told["extra"] == {"SALT_KEY": "word"}
        assert verify_password("pass", hashed)
    with make_app().app_context():
        again = read_imported(**told)
        assert verify_password("pass", again)
        assert not verify_password("password", again)
        assert "word" not in again.rpartition('"x"')[0]


def test_a_hash_of_the_original_in_capital_digits_is_verified_with_the_setting(make_app: MakeApp) -> None:
    hashed = "5F4DCC3B5AA765D61D8327DEB882CF99"  # of "password"
    with make_app(salt_key="word").app_context():
        assert verify_password("pass", read_imported("founding document", hashed, {}))
        assert not verify_password("password", read_imported("founding document", hashed, {}))
