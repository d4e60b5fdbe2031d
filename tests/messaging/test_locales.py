"""A message is written in the language that its reader wants, as far as we have it (RFC 4647)."""

from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.languages import fallbacks, look_up
from gatepost.messaging.put_message import locale_of, locale_to_remember
from gatepost.messaging.templates.catalogue import SHIPPED_LOCALES
from gatepost.users.models import User

HAVE = frozenset({"en", "de", "fr", "pt-BR", "zh-Hant"})


@pytest.mark.parametrize(
    ("preferred", "accepted", "found"),
    [
        ("de", "fr", "de"),
        ("de-AT", "fr", "de"),
        ("DE-at", "", "de"),
        ("it", "fr", "fr"),
        (None, "fr-CA, en;q=0.5", "fr"),
        (None, "en;q=0.5, fr;q=0.8, de;q=0.9", "de"),
        (None, "en ; q=0.5 , fr", "fr"),
        (None, "de;q=0, fr;q=0.1", "fr"),
        (None, "it, ja, *", None),
        (None, "pt", None),
        (None, "pt-br", "pt-BR"),
        (None, "pt_BR", "pt-BR"),
        (None, "it, de_AT;q=0.3", "de"),
        (None, "zh-Hant-x-a-TW", "zh-Hant"),
        (None, "zh-hant-tw, en", "zh-Hant"),
        ("", "", None),
    ],
)
def test_the_first_language_is_found_that_is_wanted(preferred: str | None, accepted: str, found: str | None) -> None:
    assert look_up(preferred, accepted, among=HAVE) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ar-EG", "ar"),
        ("hi-IN", "hi"),
        ("id-ID", "id"),
        ("in", "id"),
        ("in-ID", "id"),
        ("IN_id", "id"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt"),
        ("zh-CN", "zh"),
        ("zh-Hans", "zh"),
        ("zh-Hans-SG", "zh"),
        ("zh-TW", "zh"),
        ("zh-Hant", "zh"),
        ("zh-Hant-HK", "zh"),
    ],
)
def test_a_region_a_script_and_a_former_code_find_the_shipped_language(wanted: str, found: str) -> None:
    among = frozenset(SHIPPED_LOCALES)
    assert look_up(None, f"ja, {wanted};q=0.5, en;q=0.1", among=among) == found
    assert look_up(wanted.replace("_", "-"), "fr", among=among) == found
    assert next(tag for tag in fallbacks(wanted.replace("_", "-")) if tag in among) == found


@pytest.mark.parametrize(
    "header",
    [
        "de;q=2, fr;q=1",
        "de;q=-1, fr",
        "de;q=nan, fr",
        "de;q=inf, fr",
        "de;q=1e9, fr",
        "de;q=٠.٩, fr",
        "de;level=1, fr",
        "de-, fr",
        "-de, fr",
        "d\u00e9, fr",
        "\x00, ;;;, =, q=1, fr",
        "../../de, fr",
        "d\ne, fr;q=1",
    ],
)
def test_what_is_no_language_is_passed_over(header: str) -> None:
    assert look_up(None, header, among=HAVE) == "fr"


@pytest.mark.parametrize("header", ["de" * 5000, "a-" * 5000, "de;q=" + "9" * 10_000, ";" * 10_000, "x," * 5000 + "de"])
def test_a_header_of_ten_thousand_characters_is_no_wish(header: str) -> None:
    assert look_up("ja", header, among=HAVE) is None


def test_each_language_falls_back_to_a_less_special_one_and_at_last_to_english() -> None:
    assert list(fallbacks("zh-Hant-TW")) == ["zh-Hant-TW", "zh-Hant", "zh", "en"]
    assert list(fallbacks("../../etc")) == ["en"]
    for longer, shorter in pairwise(fallbacks("a-b-c-d-e-f-g-h")):
        assert len(shorter) < len(longer) or shorter == "en"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    (tmp_path / "messages" / "pt-BR").mkdir(parents=True)
    (tmp_path / "messages" / "pt-BR" / "test.sms.txt").write_text("Teste de {{ service }}")
    return create_app(load_settings({}, instance=tmp_path))


def test_a_language_of_the_data_folder_can_be_chosen_like_any_other(app: Flask) -> None:
    with app.app_context():
        assert locale_of(User(locale="pt-br")) == "pt-BR"
        assert [locale_of(User(locale=locale)) for locale in (None, "it")] == ["en", "en"]
        assert locale_to_remember(None, "it, bn-BD") == "bn"
        assert locale_to_remember("pt-BR", "de") == "pt-BR"
        assert locale_to_remember("it", "de") == "de"
        assert [locale_to_remember(given, "ja") for given in (None, "it")] == [None, "it"]
