"""The price of an SMS: in how many parts each message is sent in each language, as docs/messages.md tells."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.messaging.segments import segments as counted
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


@pytest.mark.parametrize("locale", SHIPPED_LOCALES)
@pytest.mark.parametrize("name", MESSAGES)
def test_each_code_ends_with_the_line_by_which_phones_fill_it_in(tmp_path: Path, name: str, locale: str) -> None:
    with create_app(load_settings({}, instance=tmp_path, public_url="https://accounts.example.org/api")).app_context():
        text, line = sms(name, locale), "\n\n@accounts.example.org #123456"
    assert text.endswith(line) == (name in CODES)
    assert text.count(" #") == (name in CODES)


@pytest.mark.parametrize(
    ("urls", "host"),
    [
        (
            {"public_url": "https://a.example", "app_url": "https://b.example", "link_url": "https://c.example/x"},
            "c.example",
        ),
        ({"public_url": "https://a.example", "app_url": "https://b.example"}, "b.example"),
        ({"public_url": "https://a.example:8443/api"}, "a.example"),
        ({"public_url": "https://Bücher.example"}, "xn--bcher-kva.example"),
        ({"public_url": "http://a.example"}, None),
        ({"public_url": "https://localhost:8087"}, None),
        ({"public_url": "https://192.0.2.7"}, None),
        ({"public_url": "https://[2001:db8::7]"}, None),
        ({"public_url": f"https://{'a' * 64}.example"}, None),
        ({}, None),
    ],
)
def test_the_line_names_the_host_where_people_type_codes(
    tmp_path: Path, urls: dict[str, str], host: str | None
) -> None:
    with create_app(load_settings({}, instance=tmp_path, **urls)).app_context():
        _, line, bound = sms("login", "en").partition("\n\n")
    assert bool(line) == (host is not None)
    assert bound == (f"@{host} #123456" if host else "")


@pytest.mark.parametrize("locale", IN_LATIN)
@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize(
    "chosen",
    [
        {"public_url": f"https://{'-'.join(['accounts'] * 6)}.of.a.long.name.example.org"},
        {"public_url": "https://accounts.example.org", "service_name": "A service of a name of thirty."},
    ],
    ids=["a long host", "a long name"],
)
def test_a_long_host_or_name_costs_no_second_sms(
    tmp_path: Path, chosen: dict[str, str], name: str, locale: str
) -> None:
    with create_app(load_settings({}, instance=tmp_path, **chosen)).app_context():
        text = sms(name, locale)
    assert segments(text) == 1
    assert text.startswith("123456 ")


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
    assert segments(text) == counted(text) == parts
