"""Which new passwords are accepted, as a function of the settings alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.errors import InvalidInput
from gatepost.passwords.policy import check_names, check_new_password

ADA = ("ada", "01712345678", "countess@example.org")


@pytest.fixture
def with_settings(tmp_path: Path) -> Callable[..., Flask]:
    def make(**chosen: object) -> Flask:
        return create_app(load_settings({}, instance=tmp_path, **chosen))

    return make


def accepted(app: Flask, password: str) -> bool:
    with app.app_context():
        try:
            check_new_password(password, field="password", identifiers=(*ADA, None))
        except InvalidInput:
            return False
        return True


@pytest.mark.asvs("6.2.1")
@pytest.mark.parametrize("least", [8, 15, 64])
def test_length_is_counted_in_characters(with_settings: Callable[..., Flask], least: int) -> None:
    app = with_settings(password_min_length=least)
    for character in ("x", "é", "字", "🦆"):
        assert not accepted(app, character * (least - 1))
        assert accepted(app, character * least)
    assert not accepted(app, "e\u0301" * (least - 1))  # é, written as two, is one: so it is stored
    assert accepted(app, "e\u0301" * least)


@pytest.mark.asvs("6.2.11")
def test_only_the_whole_password_is_compared_with_names(with_settings: Callable[..., Flask]) -> None:
    app = with_settings(password_blocklist=True)
    for refused in ("adaadaada", "ADAadaADAa", "01712345678", "countess", "COUNTESSCount", "gatepost", "passwordpass"):
        assert not accepted(app, refused), refused
    for fine in ("ada and charles", "adaadaadb", "countess!", "my gatepost", "xpassword", "example.org"):
        assert accepted(app, fine), fine


@pytest.mark.asvs("6.2.11")
def test_a_number_is_compared_in_every_way_to_write_it(with_settings: Callable[..., Flask]) -> None:
    app = with_settings(password_blocklist=True, phone_region="BD")
    for refused in ("01712345678", "+8801712345678", "8801712345678", "01712345678" * 2):
        with app.app_context(), pytest.raises(InvalidInput):
            check_new_password(refused, field="password", identifiers=("+880 1712-345678", "01712 345678"))


def test_without_the_list_only_length_counts(with_settings: Callable[..., Flask]) -> None:
    app = with_settings(password_blocklist=False)
    assert accepted(app, "password")
    assert accepted(app, "countess")


def test_the_modes_differ_as_documented(tmp_path: Path) -> None:
    development = load_settings({}, instance=tmp_path)
    secret = "a secret of the tests, of more than 32 bytes"
    production = load_settings({}, instance=tmp_path, mode="production", secret_key=secret, activation="mobile")
    assert (development.password_min_length, development.password_blocklist) == (8, False)
    assert (production.password_min_length, production.password_blocklist) == (15, True)


@pytest.mark.asvs("6.2.4")
def test_common_passwords_are_refused_alone_and_repeated(with_settings: Callable[..., Flask]) -> None:
    app = with_settings(password_blocklist=True)
    for refused in (
        "password1",
        "PassWord1",
        "qwertyuiop",
        "password1password1",
        "abc123abc123abc123",
        "1111111111111111",
        "aaaaaaaaaaaaaaa",
        "ÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀ",
        "abcdefghijklmnop",
        "ponmlkjihgfedcba",
        "ABCDEabcdeABCDE",
        "123451234512345",
        "qwertyuiopasdfghjkl",
    ):
        assert not accepted(app, refused), refused
    for fine in ("password1 and more", "qwertyuiop asdf zxcv", "a sentence of my own"):
        assert accepted(app, fine), fine


@pytest.mark.asvs("6.1.2")
@pytest.mark.asvs("6.2.11")
def test_the_name_of_the_service_is_its_address_too(with_settings: Callable[..., Flask]) -> None:
    app = with_settings(password_blocklist=True, public_url="https://accounts.analytical-engines.example/api")
    for refused in ("analytical-engines", "accounts.analytical-engines.example", "accountsaccounts"):
        assert not accepted(app, refused), refused
    assert accepted(app, "accounts of an engine")


@pytest.mark.asvs("6.1.2")
@pytest.mark.asvs("6.2.11")
def test_the_name_of_the_service_is_what_it_is_called_in_messages_too(with_settings: Callable[..., Flask]) -> None:
    app = with_settings(password_blocklist=True, service_name="Acme Corp")
    for refused in ("acme corp", "AcmeCorp", "acme corpacme corp", "acmeacme"):
        assert not accepted(app, refused), refused
    assert accepted(app, "corporate acme")


def test_an_easy_password_is_refused_where_strength_is_asked_for(with_settings: Callable[..., Flask]) -> None:
    app = with_settings(password_min_score=3)
    for refused in ("aaaaaaaaaaaaaaaa", "countess@example.org1", "monkey123monkey"):
        assert not accepted(app, refused), refused
    with app.app_context(), pytest.raises(InvalidInput):  # as a reset asks, once it is known whose it is
        check_names("countess@example.org1", field="password", identifiers=ADA)
    assert accepted(app, "the duck paints seven quiet rivers")
    assert accepted(app, "x7#" * 300 + "the duck paints")
