"""The normal form of a normal form is itself: there is no second way to one account (ASVS 1.1.1)."""

import unicodedata

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from gatepost.contacts.normal_forms import email_key, folded
from gatepost.contacts.phone_numbers import mobile_key
from gatepost.errors import InvalidInput
from gatepost.users.identifiers import username_key

# The context of the settings is the same for every example.
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

LETTERS = st.characters(categories=["L", "Nd", "Mn", "Mc"]) | st.sampled_from("._+-ßſKÅﬁſtᾳΐǰİ")
NAMES = st.text(LETTERS, min_size=1, max_size=50)
NUMBERS = st.from_regex(r"\A\+?[0-9A-Za-z ()./-]{3,24}\Z") | st.from_regex(r"\A(\+880|\+49|0)1[0-9]{6,12}\Z")
DOMAINS = st.sampled_from(["example.org", "EXAMPLE.org", "bücher.example", "BÜCHER.Example", "xn--bcher-kva.example"])
EMAILS = st.tuples(st.text(LETTERS, min_size=1, max_size=20), DOMAINS).map("@".join)


def find_username_key(username: str) -> str | None:
    try:
        return username_key(username)
    except InvalidInput:
        return None


def find_mobile_key(mobile: str) -> str | None:
    try:
        return mobile_key(mobile)
    except InvalidInput:
        return None


def email_key_or_none(email: str) -> str | None:
    try:
        return email_key(email)
    except InvalidInput:
        return None


@pytest.mark.asvs("1.1.1")
@many
@given(st.text())
@example("\u0345\u0301")
@example("ᾳ\u0301")
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert unicodedata.is_normalized("NFKC", folded(text))


@pytest.mark.asvs("1.1.1")
@many
@given(NAMES)
def test_the_normal_form_of_a_username_is_its_own(name: str) -> None:
    key = find_username_key(name)
    assume(key is not None and len(key) <= 50)
    assert username_key(str(key)) == key


@pytest.mark.asvs("1.1.1")
@many
@given(NAMES)
def test_every_writing_of_a_username_has_one_normal_form(name: str) -> None:
    key = find_username_key(name)
    assume(key is not None)
    for written in (unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name), name.casefold()):
        other = find_username_key(written)
        assert other in (key, None)  # None: too long, written so


@many
@given(st.text(max_size=60))
def test_whatever_is_sent_as_an_identifier_is_taken_or_refused(bare: None, text: str) -> None:
    for find in (find_username_key, find_mobile_key, email_key_or_none):
        key = find(text)
        assert key is None or (key and key == key.strip())


@pytest.mark.asvs("1.1.1")
@many
@given(NUMBERS)
@example("01XXXXXXXXX")
@example("01712345678")
@example("+8801712345678")
@example("+39 06 1234567")
@example("+5401112345678")
def test_the_normal_form_of_a_number_is_its_own(region: str, number: str) -> None:
    key = find_mobile_key(number)
    assume(key is not None)
    assert mobile_key(str(key)) == key


@many
@given(NUMBERS)
def test_a_number_has_digits_and_before_them_a_plus_where_a_country_is_known(region: str, number: str) -> None:
    key = find_mobile_key(number)
    assume(key is not None)
    international = region != "bare" or unicodedata.normalize("NFKC", number).strip().startswith("+")
    assert str(key).startswith("+") or not international
    assert str(key).removeprefix("+").isascii()
    assert str(key).removeprefix("+").isdecimal()
    assert len(str(key)) <= 20


@pytest.mark.asvs("1.1.1")
@many
@given(EMAILS)
@example("Straße@BÜCHER.example")
@example("\u1e9e@example.org")
def test_the_normal_form_of_an_email_is_its_own(email: str) -> None:
    key = email_key_or_none(email)
    assume(key is not None)
    assert email_key(str(key)) == key


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize("other", ["ADA@example.org", "ada@EXAMPLE.ORG", "ａda@example.org"])
def test_case_and_width_make_no_other_email(other: str) -> None:
    assert email_key(other) == email_key("ada@example.org")


def test_a_domain_in_letters_and_in_punycode_is_one() -> None:
    assert email_key("ada@bücher.example") == email_key("ada@xn--bcher-kva.example")
