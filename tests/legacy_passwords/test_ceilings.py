"""A hash that costs too much, or is no hash, is refused at the import, with a reason; nothing is computed."""

import json
from base64 import b64encode
from typing import Any

import pytest
from flask import Flask

from gatepost.passwords.imported import UnusableHash, read_imported
from gatepost.passwords.legacy.schemes import WHERE, find_scheme
from gatepost.passwords.legacy.schemes.kdfs import container_header
from tests.legacy_passwords.records import record_of

_SALT, _DIGEST = "c29tZXNhbHRzb21lc2FsdA", "A" * 43
_BCRYPT = "." * 22 + "." * 31
_S, _M = "verifying it takes about", "MiB, more than 256"
_PAYLOAD = {"salt": "00", "hash": "pbkdf2-sha256-v1:00"}


def _container(log_n: int) -> str:
    return b64encode(container_header(2**log_n, 8, 1, bytes(32)) + bytes(32)).decode()


TOO_DEAR = [
    ("django", f"pbkdf2_sha256$2100000$salt${_DIGEST}=", _S),
    ("django", f"pbkdf2_sha256$99999999999999$salt${_DIGEST}=", "huge"),
    ("django", f"scrypt$2147483648$salt$8$1${'A' * 86}==", _M),
    ("werkzeug", f"scrypt:1048576:8:1$salt${'0' * 128}", _M),
    ("werkzeug", f"scrypt:16384:8:2000$salt${'0' * 128}", _S),
    ("passlib", f"$scrypt$ln=31,r=8,p=1${_SALT}${_DIGEST}", _M),
    ("passlib", f"$scrypt$ln=99999,r=8,p=1${_SALT}${_DIGEST}", "n is not"),
    ("argon2", f"$argon2id$v=19$m=65536,t=1000000,p=1${_SALT}${_DIGEST}", _S),
    ("argon2", f"$argon2id$v=19$m=4194304,t=1,p=1${_SALT}${_DIGEST}", _M),
    ("gatepost", f"$argon2id$v=19$m=4194304,t=1,p=1${_SALT}${_DIGEST}", _M),
    ("gatepost", f"$argon2id$v=19$m=65536,t=1000000,p=1${_SALT}${_DIGEST}", _S),
    ("bcrypt", f"$2b$31${_BCRYPT}", _S),
    ("bcrypt", f"$2b$15${_BCRYPT}", _S),
    ("bcrypt", f"$2x$31${_BCRYPT}", _S),
    ("adonis", f"$bcrypt$v=98$r=31${'A' * 22}${'A' * 31}", _S),
    ("crypt", f"$6$rounds=999999999$salt${'.' * 86}", _S),
    ("crypt", f"$sha1$999999999$salt${'.' * 28}", _S),
    ("crypt", f"$y$jzzzzzzzT$salt${'.' * 43}", "its settings|is huge|not 2 to|MiB"),
    ("crypt", f"$y$jST$salt${'.' * 43}", _M),
    ("crypt", f"$7$S6..../....salt${'.' * 43}", _M),
    ("phpass", f"$P${'S'}saltsalt{'.' * 22}", _S),
    ("dovecot", f"{{PBKDF2}}$1$salt$99999999${'0' * 40}", _S),
    ("passlib", f"{{FSHP1|0|99999999}}{_DIGEST}=", _S),
    ("medusa", _container(30), _M),
    ("supabase", "$fbscrypt$v=1,n=30,r=8,p=1,ss=Bw==,sk=AAAAAAAAAAAAAAAAAAAAAA==$AAAA$AAAAAAAAAAAAAAAAAAAAAA==", _M),
    ("aspnet", b64encode(b"\1\0\0\0\1\xff\xff\xff\xff\0\0\0\x10" + bytes(48)).decode(), "iterations is"),
]
BROKEN = [
    ("django", ""),
    ("django", f"pbkdf2_sha256$1000$salt${_DIGEST}"),
    ("django", "pbkdf2_sha256$1000$salt$AAAA"),
    ("django", f"pbkdf2_sha256$-1$salt${_DIGEST}="),
    ("django", f"pbkdf2_sha256$１０００$salt${_DIGEST}="),
    ("werkzeug", "pbkdf2:sha3_256:1000$salt$" + "0" * 64),
    ("werkzeug", "scrypt:1000:8:1$salt$" + "0" * 128),
    ("argon2", f"$argon2id$v=19$m=8,t=1${_SALT}${_DIGEST}"),
    ("argon2", f"$argon2id$v=19$m=8,t=1,p=1,p=1${_SALT}${_DIGEST}"),
    ("argon2", f"$argon2id$v=20$m=8,t=1,p=1${_SALT}${_DIGEST}"),
    ("argon2", f"$argon2id$v=19$m=8,t=1,p=255${_SALT}${_DIGEST}"),
    ("argon2", f"$argon2id$v=19$m=8,t=0,p=1${_SALT}${_DIGEST}"),
    ("argon2", f"$argon2id$v=19$m=8,t=1,p=1$*${_DIGEST}"),
    ("argon2", f"$argon2id$v=19$m=8,t=1,p=1${_SALT}$AAAA"),
    ("bcrypt", f"$2b$03${_BCRYPT}"),
    ("bcrypt", f"$2c$10${_BCRYPT}"),
    ("bcrypt", f"$2b$10${_BCRYPT[:-1]}"),
    ("keycloak", "{}"),
    ("keycloak", "[" * 4000),
    ("keycloak", json.dumps({"secretData": "no JSON", "credentialData": "{}"})),
    ("keycloak", json.dumps({"secretData": {"salt": "", "value": ""}, "credentialData": {"algorithm": "md5"}})),
    ("payload", json.dumps(_PAYLOAD)),
    ("payload", json.dumps({"salt": 1, "hash": 2})),
    ("firebase", json.dumps({"salt": "AA==", "hash": "AA=="})),
    ("aspnet", "AQAAAAIA"),
    ("gatepost", "import:pbkdf2:{}"),
    ("gatepost", 'import:nobody:{"s":{},"d":""}'),
    ("gatepost", "import:"),
    ("gatepost", "!"),
    ("gatepost", "0" * 32),
    ("no such system", "0" * 32),
]


@pytest.mark.parametrize(("system", "stored", "reason"), TOO_DEAR, ids=lambda value: str(value)[:40])
def test_a_hash_above_a_ceiling_is_refused(app: Flask, system: str, stored: str, reason: str) -> None:
    with app.app_context(), pytest.raises(UnusableHash, match=reason):
        read_imported(system, stored, {})


@pytest.mark.parametrize(("system", "stored"), BROKEN, ids=lambda value: str(value)[:40])
def test_a_text_that_is_no_hash_is_refused(app: Flask, system: str, stored: str) -> None:
    with app.app_context(), pytest.raises(UnusableHash):
        read_imported(system, stored, {})


@pytest.mark.parametrize(
    "system", ["auto", "django", "keycloak", "firebase", "bcrypt", "gatepost", "founding document"]
)
def test_a_hash_of_ten_megabytes_is_refused(app: Flask, system: str) -> None:
    with app.app_context(), pytest.raises(UnusableHash, match="more than 4096"):
        read_imported(system, "0" * 10_000_000, {})


@pytest.mark.parametrize("extra", [{}, {"pepper": 5}, {"pepper": "x" * 10_000_000}, {"pepper": None}], ids=range(4))
def test_a_pepper_that_is_none_is_refused(app: Flask, extra: dict[str, Any]) -> None:
    with app.app_context(), pytest.raises(UnusableHash):
        read_imported("Devise with a pepper", record_of("Devise with a pepper").stored, extra)


def test_the_1_500_000_iterations_of_django_6_1_are_below_the_ceilings(app: Flask) -> None:
    with app.app_context():
        assert read_imported("django", f"pbkdf2_sha256$1500000$salt${_DIGEST}=", {})


def test_a_hash_that_does_not_fit_is_refused(app: Flask) -> None:
    record = record_of("Devise with a pepper")
    parameters = {"memCost": 10, "rounds": 8, "saltSeparator": "Bw==", "signerKey": "A" * 900}
    stored = json.dumps({"salt": "AAAA", "hash": "A" * 900})
    with app.app_context():
        assert read_imported(record.system, record.stored, {"pepper": "x" * 900})
        with pytest.raises(UnusableHash, match="more than 2000"):
            read_imported("firebase", stored, parameters)


def test_the_reason_holds_nothing_of_the_hash(app: Flask) -> None:
    for system, stored, _ in TOO_DEAR:
        with app.app_context(), pytest.raises(UnusableHash) as refused:
            read_imported(system, stored, {})
        assert not any(part in str(refused.value) for part in (_SALT, "salt$", _DIGEST, _BCRYPT))


def test_each_scheme_is_where_the_list_says() -> None:
    assert all(find_scheme(name).fields is not None for name in WHERE)
