"""No other password is right, but where the system itself takes it."""

import unicodedata

import pytest

from gatepost.passwords.legacy.steps import prepare
from tests.legacy_passwords.records import RECORDS, Record, cost, takes

_CHEAP = 0.011  # seconds
_OF_EIGHT_BYTES = {"Apache htpasswd crypt", "Zope/Plone AuthEncoding {CRYPT}"}
_WITHOUT_BLANKS = "Zope/Plone AuthEncoding {MYSQL}"
_TRIMS = {
    "WordPress 6.8 and later",
    "WordPress before 6.8 (phpass portable), checked by 7.2's wp_check_password",
    _WITHOUT_BLANKS,
}


def others(record: Record) -> list[str]:
    """Other passwords that the system of *record* refuses."""
    password = record.password
    changed = [password.swapcase(), "another", "x" + password]
    if record.system not in _OF_EIGHT_BYTES:
        changed += [password[:-2], password + "x", password + "\u00e9"]
        changed += [] if record.system in _TRIMS else [password + " "]
    changed += [] if record.system in _TRIMS else [" " + password]
    return [each for each in changed if each.strip() != password.strip() or record.system not in _TRIMS]


CHEAP = [pytest.param(each, id=each.name) for each in RECORDS if cost(each.read()) < _CHEAP]


@pytest.mark.parametrize("record", CHEAP)
def test_no_other_password_is_right(record: Record) -> None:
    recipe = record.read()
    assert [other for other in others(record) if takes(recipe, other)] == []


def test_every_system_hashes_something_else_for_another_password() -> None:
    for record in RECORDS:
        recipe = record.read()
        for form in recipe.forms:
            hashed = prepare(record.password, form, recipe.secrets)
            assert hashed not in [prepare(other, form, recipe.secrets) for other in others(record)], record.name


def test_a_password_is_taken_without_its_outer_blanks_only_where_the_system_says_so() -> None:
    told = [record for record in RECORDS if "trimmed" in record.extra.get("also_verifies", {})]
    assert len(told) > 100
    for record in told:
        if record.system == _WITHOUT_BLANKS or record.system in _OF_EIGHT_BYTES:
            continue  # blanks go in the scheme; tried above
        recipe = record.read()
        form = recipe.forms[-1]
        same = prepare(record.password, form, recipe.secrets) == prepare(record.password.strip(), form, recipe.secrets)
        assert same == record.extra["also_verifies"]["trimmed"], record.name


def test_the_composed_form_is_taken_only_where_the_system_says_so() -> None:
    for record in RECORDS:
        told = record.extra.get("also_verifies", {})
        if "nfc" not in told:
            continue
        recipe = record.read()
        composed = unicodedata.normalize("NFC", record.password)
        assert composed != record.password
        form = recipe.forms[-1]
        same = prepare(record.password, form, recipe.secrets) == prepare(composed, form, recipe.secrets)
        assert same == told["nfc"], record.name
