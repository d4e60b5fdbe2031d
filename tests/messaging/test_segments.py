"""The price of an SMS: in how many parts each message is sent in each language, as docs/messages.md tells."""

import re
from pathlib import Path

import pytest

from gatepost.environment import load_settings
from gatepost.messaging.segments import segments as parts_of
from gatepost.messaging.templates.catalogue import MESSAGES, SHIPPED_LOCALES, samples
from gatepost.messaging.templates.render import render
from gatepost.settings import Settings
from tests.messaging.segments import is_gsm, segments

PAGE = (Path(__file__).parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")
IN_TWO_PARTS = ("ar", "bn", "hi")  # 70 characters hold no code, its purpose, its lifetime, a warning and the line
IN_ONE_PART = [locale for locale in SHIPPED_LOCALES if locale not in IN_TWO_PARTS]
IN_LATIN = [locale for locale in IN_ONE_PART if locale != "zh"]
CODES = [name for name in MESSAGES if "code" in MESSAGES[name]]


@pytest.fixture(params=[None, "https://app.example.org/link"], ids=["", "for the page of an app"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Without and with the last line of a code, by which phones fill it in."""
    chosen = {"link_url": request.param} if request.param else {}
    return load_settings({}, instance=tmp_path, **chosen)


def sms(name: str, locale: str, settings: Settings) -> str:
    return render(name, channel="sms", locale=locale, values=samples(name, "sms"), settings=settings).text


@pytest.mark.parametrize("locale", IN_LATIN)
def test_latin_languages_use_the_short_alphabet_alone(service: Settings, locale: str) -> None:
    others = {name: {each for each in sms(name, locale, service) if not is_gsm(each)} for name in MESSAGES}
    assert {name: found for name, found in others.items() if found} == {}


@pytest.mark.parametrize("locale", SHIPPED_LOCALES)
def test_a_code_is_one_sms_or_two_in_three_languages(service: Settings, locale: str) -> None:
    parts = {name: segments(sms(name, locale, service)) for name in CODES}
    assert parts == dict.fromkeys(CODES, 2 if locale in IN_TWO_PARTS else 1)


@pytest.mark.parametrize("locale", SHIPPED_LOCALES)
def test_each_code_ends_with_the_line_by_which_phones_fill_it_in(tmp_path: Path, locale: str) -> None:
    settings = load_settings({}, instance=tmp_path, public_url="https://accounts.example.org/api")
    texts = {name: sms(name, locale, settings) for name in MESSAGES}
    assert [name for name, text in texts.items() if text.endswith("\n\n@accounts.example.org #123456")] == CODES
    assert [name for name, text in texts.items() if text.count(" #") == 1] == CODES


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
        ({"public_url": "https://faß.example"}, "xn--fa-hia.example"),
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
    _, line, bound = sms("login", "en", load_settings({}, instance=tmp_path, **urls)).partition("\n\n")
    assert bool(line) == (host is not None)
    assert bound == (f"@{host} #123456" if host else "")


@pytest.mark.parametrize("locale", IN_ONE_PART)
@pytest.mark.parametrize(
    "chosen",
    [
        {"public_url": f"https://{'-'.join(['accounts'] * 6)}.of.a.long.name.example.org"},
        {"public_url": "https://accounts.example.org", "service_name": "A service of a name of thirty."},
    ],
    ids=["a long host", "a long name"],
)
def test_a_long_host_or_name_costs_no_second_sms(tmp_path: Path, chosen: dict[str, str], locale: str) -> None:
    settings = load_settings({}, instance=tmp_path, **chosen)
    texts = {name: sms(name, locale, settings) for name in CODES}
    assert {name: segments(text) for name, text in texts.items()} == dict.fromkeys(CODES, 1)
    assert all(text.startswith("123456 ") for text in texts.values())


def test_the_page_tells_the_parts_of_each_message(service: Settings) -> None:
    told = dict(re.findall(r"^\| `(\w+)` ((?:\| \d )+)\|$", PAGE, re.MULTILINE))
    counted = {
        name: "".join(f"| {segments(sms(name, locale, service))} " for locale in SHIPPED_LOCALES) for name in MESSAGES
    }
    assert told == counted
    assert "| message | " + " | ".join(SHIPPED_LOCALES) + " |" in PAGE


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
    assert segments(text) == parts_of(text) == parts
