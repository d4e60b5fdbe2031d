"""A message in Arabic reads from right to left, and what is inside it from left to right keeps its order (UAX 9)."""

import re
import unicodedata
from pathlib import Path

import pytest

from gatepost.environment import load_settings
from gatepost.messaging.templates.catalogue import MESSAGES, samples
from gatepost.messaging.templates.render import Words, render
from gatepost.messaging.templates.values import sanitize
from gatepost.settings import Settings

ISOLATE, END = "\u2068", "\u2069"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({}, instance=tmp_path, public_url="https://accounts.example.org")


def written(settings: Settings, message: str, channel: str = "email", **values: str) -> Words:
    given = samples(message, channel) | values
    return render(message, channel=channel, locale="ar", values=given, settings=settings)


def direction(line: str) -> str:
    """The direction that programs give a line: that of its first letter outside isolates (UAX 9, P2)."""
    outside = re.sub(f"{ISOLATE}.*?{END}", "", line)
    classes = (unicodedata.bidirectional(character) for character in outside)
    return next(("rtl" if each in ("R", "AL") else "ltr" for each in classes if each in ("L", "R", "AL")), "none")


@pytest.mark.parametrize("message", MESSAGES)
def test_each_line_begins_with_a_word_that_reads_from_right_to_left(settings: Settings, message: str) -> None:
    mail, sms = written(settings, message), written(settings, message, "sms")
    own_lines = {str(value) for key, value in samples(message, "email").items() if key in ("code", "link")}
    lines = {line for line in [mail.subject, *mail.text.splitlines()] if line} - own_lines
    assert {direction(line) for line in lines} == {"rtl"}
    assert direction(sms.text.partition("\n\n")[0]) == "rtl"


@pytest.mark.parametrize("message", MESSAGES)
def test_codes_and_links_are_copied_without_anything_invisible(settings: Settings, message: str) -> None:
    """Phones and mail programs would take an isolate beside a link for a part of it."""
    mail, sms = written(settings, message), written(settings, message, "sms")
    for key in {"code", "link"} & MESSAGES[message].keys():
        value = MESSAGES[message][key]
        assert value in mail.text.splitlines()
        assert f'<bdi dir="ltr">{value}</bdi>' in mail.html
        for text in (mail.text, mail.html, sms.text):
            assert not re.search(f"[{ISOLATE}{END}\u200e\u200f]{re.escape(value)}", text)
            assert not re.search(f"{re.escape(value)}[{ISOLATE}{END}\u200e\u200f]", text)
    if "code" in MESSAGES[message]:
        assert sms.text.startswith("123456 ")
        assert sms.text.endswith("\n\n@accounts.example.org #123456")
    if "link" in samples(message, "sms"):
        assert sms.text.endswith(MESSAGES[message]["link"])


@pytest.mark.parametrize(
    ("value", "isolated"),
    [
        ("ada", False),
        ("Firefox on Linux", False),
        ("iPhone 15", False),
        ("7", False),
        ("2026-11-23 07:30 UTC", True),
        ("192.0.2.7", True),
        ("2001:db8::7", True),
        ("+880…78", True),
        ("g…@example.org", False),
        ("-ada", True),
        ("C++", True),
        ("مفتاح 1", True),
        ("", False),
    ],
)
def test_a_value_that_would_be_reordered_is_isolated(value: str, isolated: bool) -> None:
    shown = f"{ISOLATE}{value}{END}" if isolated else value
    assert sanitize("passkey", value, right_to_left=True).replace("\u2060", "") == shown


def test_a_time_an_address_and_a_device_keep_their_order(settings: Settings) -> None:
    mail = written(settings, "new_device", device="Firefox (Linux)")
    for value in ("2026-11-23 07:30 UTC", "192.0.2.7", "Firefox (Linux)"):
        assert f": {ISOLATE}{value}{END}\n" in mail.text
        assert f"{ISOLATE}{value}{END}" in mail.html


def test_the_name_of_the_service_keeps_its_order_too(tmp_path: Path) -> None:
    named = load_settings({}, instance=tmp_path, service_name="Ada & Co.")
    assert f"{ISOLATE}Ada & Co.{END}" in written(named, "test").subject
    english = render("test", channel="email", locale="en", values={}, settings=named)
    assert english.subject == "A test message from Ada & Co."
