"""A system is found by its name in any letter case, or by the shape of its hash where only one reading is possible."""

import pytest
from flask import Flask

from gatepost.passwords.hashing import verify_password
from gatepost.passwords.imported import UnusableHash, read_imported
from tests.legacy_passwords.records import record_of

NAMES = [
    ("Django", "Django md5"),
    ("werkzeug", "Werkzeug scrypt"),
    ("WordPress", "WordPress 6.8 and later"),
    ("wordpress", "WordPress before 6.8 (phpass portable), checked by 7.2's wp_check_password"),
    ("flask-security", "Flask-Security pbkdf2_sha512"),
    ("firebase", "Firebase Authentication (npm firebase-scrypt)"),
    ("KEYCLOAK", "Keycloak argon2 (documented shape)"),
    ("laravel", "PHP password_hash default (Joomla, Nextcloud 1|, many)"),
    ("joomla", "PHP password_hash default (Joomla, Nextcloud 1|, many)"),
    ("drupal", "Drupal 6 md5 carried into 7 (U$S$)"),
    ("moodle", "Moodle (shape)"),
    ("symfony", "Symfony MessageDigest sha512 (older)"),
    ("lucia", "better-auth"),
    ("dovecot", "Dovecot {CRAM-MD5}"),
    ("auth0", "npm bcrypt"),
    ("supabase", "npm bcrypt"),
    ("clerk", "npm bcrypt"),
    ("supertokens", "npm bcrypt"),
    ("htpasswd", "Apache htpasswd apr1 MD5"),
    ("payload", "Payload CMS (older records, still read)"),
    ("aspnet", "ASP.NET Core Identity V3 (npm port)"),
    ("auto", "Django pbkdf2_sha1"),
    ("auto", "Dovecot {SSHA512}"),
    ("auto", "Apache htpasswd sha256"),
    ("auto", "npm bcrypt"),
    ("", "libpass phpass"),
]
AMBIGUOUS = [
    "Django md5",
    "Apache htpasswd crypt",
    "Symfony MessageDigest sha512 (older)",
    "Zope/Plone AuthEncoding {SHA256}",
    "Payload CMS",
    "Keycloak argon2 (documented shape)",
    "oslo Scrypt",
]
DISCOURSE = {  # PBKDF2-SHA256 of "password", 32 bytes, made by Python's hashlib
    1000: "632c2812e46d4604102ba7618e9d6d7d2f8128f6266b4a03264d2a0460b7dcb3",
}


@pytest.mark.parametrize(("name", "system"), NAMES)
def test_a_friendly_name_reads_the_records_of_its_systems(app: Flask, name: str, system: str) -> None:
    record = record_of(system)
    with app.app_context():
        assert verify_password(record.password, read_imported(name, record.stored, record.extra))


@pytest.mark.parametrize("system", AMBIGUOUS)
def test_a_shape_that_tells_too_little_is_refused_with_a_reason(app: Flask, system: str) -> None:
    record = record_of(system)
    with app.app_context(), pytest.raises(UnusableHash):
        read_imported("auto", record.stored, record.extra)


@pytest.mark.parametrize(
    ("system", "stored"),
    [
        ("django", "sha1$salt$59b3e8d637cf97edbe2384cf59cb7453dfe30789"),  # SHA-1 of "saltpassword"
        ("werkzeug", "sha1$salt$c1d0e06998305903ac76f589bbd6d4b61a670ba6"),  # HMAC-SHA1 of "password", keyed by "salt"
    ],
)
def test_one_prefix_of_two_systems_needs_the_name_of_its_own(app: Flask, system: str, stored: str) -> None:
    with app.app_context():
        assert verify_password("password", read_imported(system, stored, {}))
        for none in ("auto", ""):
            with pytest.raises(UnusableHash, match="Django and Werkzeug"):
                read_imported(none, stored, {})


@pytest.mark.parametrize("digits", [32, 40, 64])
def test_digits_alone_are_refused_without_a_system(app: Flask, digits: int) -> None:
    with app.app_context(), pytest.raises(UnusableHash, match="name the system"):
        read_imported("auto", "0" * digits, {})


@pytest.mark.parametrize(
    ("name", "stored", "extra"),
    [
        ("discourse", DISCOURSE[1000], {"salt": "salt", "iterations": 1000}),
        ("discourse", DISCOURSE[1000], {"salt": "salt", "password_algorithm": "$pbkdf2-sha256$i=1000,l=32$"}),
        ("joomla", "b305cadbb3bce54f3aa59c64fec00dea:salt", {}),
        ("clerk", "5f4dcc3b5aa765d61d8327deb882cf99", {"hasher": "md5"}),
        ("wordpress", "5f4dcc3b5aa765d61d8327deb882cf99", {}),
        ("mysql", "5d2e19393cc5ef67", {}),
        ("founding document", "b305cadbb3bce54f3aa59c64fec00dea", {"SALT_KEY": "salt"}),
        ("founding document", "b305cadbb3bce54f3aa59c64fec00dea", {"salt": "salt"}),
        ("nextcloud", "1|$2y$04$......................LAtw7/ohmmBAhnXqmkuIz83Rl5Qdjhm", {}),
    ],
)
def test_other_notations_are_read(app: Flask, name: str, stored: str, extra: dict[str, object]) -> None:
    with app.app_context():
        hashed = read_imported(name, stored, extra)
        assert verify_password("password", hashed)
        assert not verify_password("Password", hashed)


def test_flask_security_tries_a_password_as_typed_and_then_as_its_forms_make_it(app: Flask) -> None:
    typed, by_form = (
        record_of(f"Flask-Security{name}", "nfd")
        for name in (" (default)", ", through its forms' normalisation (NFKD)")
    )
    with app.app_context():
        for record in (typed, by_form):
            assert verify_password(record.password, read_imported("flask-security", record.stored, record.extra))
