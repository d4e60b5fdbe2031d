"""Hashes in braces, as OpenLDAP and Dovecot take them: names in any letter case, digests in Base64 or hexadecimal."""

import hashlib
from base64 import b64encode

import pytest

from gatepost.passwords.imported import UnusableHash
from gatepost.passwords.legacy.systems import find_system
from tests.legacy_passwords.records import RECORDS, Record, takes

_PASSWORD = "pässword"
_LABELLED = [each for each in RECORDS if each.system.startswith(("Dovecot", "OpenLDAP"))]


@pytest.mark.parametrize("record", [pytest.param(each, id=each.name) for each in _LABELLED])
def test_the_name_of_a_scheme_is_known_in_any_letter_case(record: Record) -> None:
    label, brace, rest = record.stored.partition("}")
    for changed in (label.lower(), label.title()):
        for system in ("openldap", "dovecot"):
            assert find_system(system).read(changed + brace + rest, {}) == record.read()


@pytest.mark.parametrize(
    ("label", "name"),
    [
        *(("SHA", "sha1"), ("SHA1", "sha1"), ("SHA256", "sha256"), ("SHA384", "sha384"), ("SHA512", "sha512")),
        *(("MD5", "md5"), ("LDAP-MD5", "md5"), ("PLAIN-MD5", "md5")),
    ],
)
def test_a_digest_without_a_salt_is_read_in_base64_and_in_hexadecimal(label: str, name: str) -> None:
    raw = hashlib.new(name, _PASSWORD.encode()).digest()
    in_base64 = b64encode(raw).decode()
    written = [
        *(f"{{{label}}}{text}" for text in (in_base64, raw.hex(), raw.hex().upper())),
        *(f"{{{label}.HEX}}{raw.hex()}", f"{{{label}.b64}}{in_base64}", f"{{{label}.BASE64}}{in_base64}"),
    ]
    for stored in written:
        recipe = find_system("dovecot").read(stored, {}).check()
        assert takes(recipe, _PASSWORD)
        assert not takes(recipe, "password")
    for stored in (f"{{{label}.HEX}}{in_base64}", f"{{{label}.B64}}{raw.hex()}", f"{{{label}}}{raw.hex()[:-2]}"):
        with pytest.raises(UnusableHash):
            find_system("dovecot").read(stored, {}).check()


def test_a_small_letter_makes_no_ambiguous_name_clear() -> None:
    for stored in ("{md5}XUFAKrxLKna5cZ2REBfFkg==", "{sha256}" + "ab" * 32, '{"salt":"a"}'):
        with pytest.raises(UnusableHash, match="name the system"):
            find_system("auto").read(stored, {})
    assert find_system("auto").read("{sha}C+7Hteo/D9vJXQ3UfzxbwnXaijM=", {}).check()
