"""The price of an SMS: in how many parts each message is sent in each language, as docs/messages.md tells."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.messaging.templates.catalogue import MESSAGES, SHIPPED_LOCALES, samples
from gatepost.messaging.templates.render import render
from tests.messaging.segments import is_gsm, segments

PAGE = (Path(__file__).parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")
IN_LATIN = [locale for locale in SHIPPED_LOCALES if locale != "bn"]
CODES = [name for name in MESSAGES if "code" in MESSAGES[name]]


@pytest.fixture(params=[None, "https://app.example.org/link"], ids=["", "for the page of an app"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Without and with the last line of a code, by which phones fill it in."""
    chosen = {"link_url": request.param} if request.param else {}
    with create_app(load_settings({}, instance=tmp_path, **chosen)).app_context():
        yield


def sms(name: str, locale: str) -> str:
    return render(name, channel="sms", locale=locale, values=samples(name, "sms")).text


@pytest.mark.parametrize("locale", IN_LATIN)
@pytest.mark.parametrize("name", MESSAGES)
def test_latin_languages_use_the_short_alphabet_alone(service: None, name: str, locale: str) -> None:
    assert is_gsm(sms(name, locale)), {character for character in sms(name, locale) if not is_gsm(character)}


@pytest.mark.parametrize("locale", IN_LATIN)
@pytest.mark.parametrize("name", CODES)
def test_a_code_in_a_latin_language_is_one_sms(service: None, name: str, locale: str) -> None:
    assert segments(sms(name, locale)) == 1


@pytest.mark.parametrize("name", MESSAGES)
def test_the_page_tells_the_parts_of_each_message(service: None, name: str) -> None:
    row = re.search(rf"^\| `{name}` ((?:\| \d )+)\|$", PAGE, re.MULTILINE)
    assert row is not None, name
    told = [int(number) for number in re.findall(r"\d", row[1])]
    assert told == [segments(sms(name, locale)) for locale in SHIPPED_LOCALES]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("í" * 70, 1),
        ("í" * 71, 2),
        ("😀" * 36, 2),
        ("é" * 160, 1),
    ],
)
def test_the_count_is_that_of_the_standard(text: str, parts: int) -> None:
    assert segments(text) == parts
