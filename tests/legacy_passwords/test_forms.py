"""Systems change the text of a form before they hash it, and have hashes that are older than their newest way."""

import hashlib
import hmac
from base64 import b64encode

import bcrypt
import pytest

from gatepost.passwords.imported import UnusableHash
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.systems import find_system
from tests.legacy_passwords.records import takes


def recipe_of(system: str, hashed: str, prefix: str = "", **extra: str) -> Recipe:
    """The recipe of what *system* stores, where it gives *hashed* to bcrypt."""
    stored = bcrypt.hashpw(hashed.encode(), b"$2b$04$......................").decode()
    return find_system(system).read(prefix + stored, extra).check()


@pytest.mark.parametrize(
    ("system", "typed", "hashed"),
    [
        ("wordpress", r"it's a \"quoted\" pass", r"it\'s a \\\"quoted\\\" pass"),  # wp-login.php, addslashes()
        ("wordpress", "it's by wp-cli", "it's by wp-cli"),
        ("wordpress", " it's ", r"it\'s"),
        ("drupal", " lead and trail ", "lead and trail"),
        ("drupal", " kept by a program ", " kept by a program "),
        ("phpbb", '<fish> & "chips"', "&lt;fish&gt; &amp; &quot;chips&quot;"),
        ("phpbb", "it's Zoe\u0308", "it's Zo\u00eb"),
        ("phpbb", "a & b", "a & b"),
    ],
)
def test_a_password_is_right_as_a_form_of_the_system_changes_it(system: str, typed: str, hashed: str) -> None:
    recipe = recipe_of(system, hashed)
    assert takes(recipe, typed)
    for other in (typed.upper(), typed + "x", "x" + typed, "another", ""):
        assert not takes(recipe, other)


@pytest.mark.parametrize("system", ["wordpress", "drupal"])
def test_blanks_alone_are_no_password_where_blanks_are_trimmed(system: str) -> None:
    assert not takes(recipe_of(system, ""), "   ")


def test_a_hash_of_moodle_that_is_older_than_its_pepper_is_verified() -> None:
    assert takes(recipe_of("moodle", "correct horse", pepper="salz"), "correct horse")
    assert takes(recipe_of("moodle", "correct horsesalz", pepper="salz"), "correct horse")
    assert not takes(recipe_of("moodle", "correct horsepfeffer", pepper="salz"), "correct horse")


@pytest.mark.parametrize(
    ("stored", "block"),
    [("0123abcd:{}", 8), ("s2:0123abcd:{}", 16)],
)
def test_the_first_hashes_of_lucia_have_the_smaller_block(stored: str, block: int) -> None:
    key = hashlib.scrypt(b"correct horse", salt=b"0123abcd", n=16384, r=block, p=1, dklen=64, maxmem=1 << 26)
    for system in ("lucia-1", "Lucia LegacyScrypt (Lucia 2)"):
        recipe = find_system(system).read(stored.format(key.hex()), {}).check()
        assert takes(recipe, "correct horse")
        assert not takes(recipe, "correct horses")


def test_the_first_version_of_bcrypt_sha256_is_verified() -> None:
    # passlib 1.7.4, bcrypt_sha256.using(version=1), and the example of its documentation
    stored = "$bcrypt-sha256$2a,12$LrmaIX5x4TRtAwEfwJZa1.$2ehnw6LvuIUTM0iz4iz9hTxv21B6KFO"
    for system in ("passlib", "passlib bcrypt_sha256", "auto"):
        recipe = find_system(system).read(stored, {}).check()
        assert takes(recipe, "password")
        assert not takes(recipe, "passwort")
    long = "é" * 50
    hashed = b64encode(hashlib.sha256(long.encode()).digest())
    text = bcrypt.hashpw(hashed, b"$2b$04$......................").decode()
    recipe = find_system("passlib").read(f"$bcrypt-sha256$2b,4${text[7:29]}${text[29:]}", {}).check()
    assert takes(recipe, long)
    assert not takes(recipe, long[:40])


def test_a_hash_of_django_without_salt_or_name_is_its_md5() -> None:
    digest = hashlib.md5(b"correct horse", usedforsecurity=False).hexdigest()
    for stored in (digest, f"md5$${digest}"):
        recipe = find_system("django").read(stored, {}).check()
        assert takes(recipe, "correct horse")
        assert not takes(recipe, "correct horses")


@pytest.mark.parametrize("name", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])
def test_each_hash_function_of_werkzeug_is_read_in_both_ways_that_it_had(name: str) -> None:
    password = "corr\u00e9ct horse"
    old = hmac.digest(b"Salz42", password.encode(), name).hex()
    new = hashlib.pbkdf2_hmac(name, password.encode(), b"Salz42", 7).hex()
    for stored in (f"{name}$Salz42${old}", f"pbkdf2:{name}:7$Salz42${new}"):
        recipe = find_system("werkzeug").read(stored, {}).check()
        assert takes(recipe, password)
        assert not takes(recipe, "correct horse")
        with pytest.raises(UnusableHash):
            find_system("werkzeug").read(stored[:-8], {}).check()


@pytest.mark.parametrize(
    ("system", "stored", "extra"),
    [
        ("mysql", "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19", {}),  # MySQL's manual: PASSWORD('password')
        ("mysql", "5d2e19393cc5ef67", {}),  # the same before 4.1
        ("wordpress", "5f4dcc3b5aa765d61d8327deb882cf99", {}),
        ("founding document", "5f4dcc3b5aa765d61d8327deb882cf99", {"SALT_KEY": ""}),
        (
            "passlib",
            "grub.pbkdf2.sha512.1.5A." + hashlib.pbkdf2_hmac("sha512", b"password", b"Z", 1).hex().upper(),
            {},
        ),
    ],
)
def test_hexadecimal_digits_may_be_in_either_case(system: str, stored: str, extra: dict[str, str]) -> None:
    prefix, dot, digits = stored.rpartition(".")
    salt = prefix.replace("5A", "5a")
    for written in (stored, f"{salt}{dot}{digits.lower()}", f"{prefix}{dot}{digits.upper()}"):
        recipe = find_system(system).read(written, extra).check()
        assert takes(recipe, "password")
        assert not takes(recipe, "Password")
