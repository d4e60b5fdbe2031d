"""Contacts of an import have the normal forms of a registration, however they were found."""

import csv
from pathlib import Path

import phonenumbers
import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from gatepost.contacts.address import Address, Kind, parse_address
from gatepost.contacts.quick_forms import _quick_email, _quick_mobile, parse_quickly
from gatepost.errors import InvalidInput
from tests.support.apps import Apps

FROZEN = Path(__file__).parent


def both(kind: Kind, value: str) -> tuple[Address | None, Address | None]:
    found: list[Address | None] = []
    for parse in (parse_quickly, parse_address):
        try:
            found.append(parse(kind, value))
        except InvalidInput:
            found.append(None)
    quick, usual = found
    return quick, usual


def assert_same(kind: Kind, value: str) -> None:
    quick, usual = both(kind, value)
    assert quick == usual, value


@given(
    st.from_regex(r"[A-Za-z0-9_+.-]{0,70}@[A-Za-z0-9.-]{0,30}(\.(org|test|XN--P1AI|com|localhost))?", fullmatch=True)
)
@example("Ada@EXAMPLE.org")
@example("a.b@example.test")
@example(f"{'a' * 65}@example.org")
@example("a@xn--bcher-kva.example")
@example(f"a@{'b.' * 120}org")
def test_e_mail_addresses(text: str) -> None:
    assert_same("email", text)


@given(st.from_regex(r"\+[0-9]{1,16}", fullmatch=True))
@example("+525512345678")
@example("+4402071838750")
@example("+390612345678")
@example("+22997123456")
def test_numbers(apps: Apps, text: str) -> None:
    with apps.make().app_context():
        assert_same("mobile", text)


def test_the_numbers_of_all_countries(app: Flask) -> None:
    quick = 0
    with app.app_context():
        for region in sorted(phonenumbers.SUPPORTED_REGIONS):
            for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
                number = phonenumbers.example_number_for_type(region, kind)
                if number is not None:
                    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                    quick += _quick_mobile(text) is not None
                    for written in (text, f"{text}0", text[:-1], f"{text[:3]}0{text[3:]}"):
                        assert_same("mobile", written)
    assert quick > 300


@pytest.mark.parametrize("kind", ["mobile", "email"])
def test_the_frozen_ones(app: Flask, kind: Kind) -> None:
    name = {"mobile": "frozen_numbers.csv", "email": "frozen_emails.csv"}[kind]
    with (FROZEN / name).open(newline="") as file, app.app_context():
        for row in csv.reader(file):
            for cell in row:
                assert_same(kind, cell)


def test_plain_ones_do_not_go_to_the_library() -> None:
    assert _quick_email("Ada.Love+x@Example.org") == "ada.love+x@example.org"
    assert _quick_mobile("+8801712345678") == "+8801712345678"
