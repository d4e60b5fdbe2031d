"""bcrypt uses 72 bytes: a longer password is cut where the system did so, and refused where it refused."""

import hashlib
from base64 import b64encode

import bcrypt
import pytest

from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.systems import SYSTEMS, find_system
from tests.legacy_passwords.records import RECORDS, takes

_LONG = "é" + "0123456789" * 8
_EMPTY_SALT = b"$2b$04$......................"
_REFUSE = [
    "PyPI bcrypt",
    "Flask-Bcrypt",
    "pwdlib bcrypt",
    "libpass bcrypt",
    "Django bcrypt",
    "Zope/Plone AuthEncoding {BCRYPT}",
]
_CUT = [
    *("npm bcrypt", "npm bcryptjs", "Parse Server", "Laravel", "Devise", "passlib bcrypt", "Drupal 10.1 and later"),
    *("Apache htpasswd bcrypt", "Dovecot {BLF-CRYPT}", "Ghost", "oslo Bcrypt", "KeystoneJS", "Matrix Synapse"),
]
_BEFORE = {
    "Django bcrypt": "bcrypt$",
    "Dovecot {BLF-CRYPT}": "{BLF-CRYPT}",
    "Zope/Plone AuthEncoding {BCRYPT}": "{BCRYPT}",
}


def recipe_of(system: str, hashed: bytes, **extra: str) -> Recipe:
    """The recipe of what *system* stores for these bytes, cut."""
    stored = bcrypt.hashpw(hashed[:72], _EMPTY_SALT).decode()
    return find_system(system).read(_BEFORE.get(system, "") + stored, extra).check()


@pytest.mark.parametrize("system", _CUT)
def test_a_password_is_cut_where_the_system_did(system: str) -> None:
    recipe = recipe_of(system, _LONG.encode())
    assert takes(recipe, _LONG)
    assert takes(recipe, _LONG + "more")
    assert not takes(recipe, _LONG[:70])


@pytest.mark.parametrize("system", _REFUSE)
def test_a_long_password_is_refused_where_the_system_did(system: str) -> None:
    recipe = recipe_of(system, _LONG.encode())
    assert takes(recipe, _LONG[:71])
    assert not takes(recipe, _LONG)


def test_a_pepper_behind_the_password_is_cut_with_it() -> None:
    recipe = recipe_of(
        "Devise with a pepper", (_LONG[:60] + "a pepper that is cut").encode(), pepper="a pepper that is cut"
    )
    assert takes(recipe, _LONG[:60])
    assert not takes(recipe, _LONG[:60] + "a")


def test_symfony_hashes_a_long_password_first_and_one_with_a_zero_byte() -> None:
    for password in (_LONG, "before\0behind"):
        hashed = b64encode(hashlib.sha512(password.encode()).digest())
        recipe = recipe_of("Symfony native (auto)", hashed)
        assert takes(recipe, password)
        assert not takes(recipe, password + "x")


def test_synapse_cuts_a_password_with_its_pepper() -> None:
    recipe = recipe_of("Matrix Synapse", (_LONG[:60] + "a pepper that is cut").encode(), pepper="a pepper that is cut")
    assert takes(recipe, _LONG[:60])
    assert not takes(recipe, _LONG[:60] + "a")


def test_home_assistant_cuts_a_password() -> None:
    stored = b64encode(bcrypt.hashpw(_LONG.encode()[:72], _EMPTY_SALT)).decode()
    for system in ("home-assistant", "Home Assistant (method, with PyPI bcrypt)"):
        recipe = find_system(system).read(stored, {}).check()
        assert takes(recipe, _LONG)
        assert not takes(recipe, _LONG[:70])


@pytest.mark.parametrize("before", ["bcrypt$", "{BCRYPT}", ""])
def test_hashes_of_libraries_that_cut_are_imported_by_the_name_bcrypt(before: str) -> None:
    stored = bcrypt.hashpw(_LONG.encode()[:72], _EMPTY_SALT).decode()
    assert takes(find_system("bcrypt").read(before + stored, {}).check(), _LONG)


def test_c_ends_a_password_at_its_zero_byte() -> None:
    recipe = recipe_of("PHP password_hash default (Joomla, Nextcloud 1|, many)", b"before")
    assert takes(recipe, "before\0behind")
    assert not takes(recipe_of("npm bcrypt", b"before"), "before\0behind")


def test_each_system_on_bcrypt_cuts_refuses_or_hashes_first() -> None:
    ours = {each.system for each in RECORDS if each.read().scheme == "bcrypt"}
    for name in ours:
        recipe = next(each.read() for each in RECORDS if each.system == name)
        assert set(recipe.forms[-1]) & {"cut-72", "at-most-72", "wordpress"}, name
    assert ours <= set(SYSTEMS)
