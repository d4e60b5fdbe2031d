"""Every message says what it must, in every language, and nothing that a stranger puts into it changes that."""

import re
from html import unescape
from pathlib import Path

import pytest
from jinja2 import nodes

from gatepost.environment import load_settings
from gatepost.messaging.templates.catalogue import MESSAGES, SHIPPED_LOCALES, samples
from gatepost.messaging.templates.library import TEXT_OF, library
from gatepost.messaging.templates.render import Words, render
from gatepost.settings import BadSettings, Settings

GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
HOSTILE = "{{7*7}}<b>{% raw %}\r\nBcc: eve@example.org\u202e\u2066\x00\ud800"
UNDOABLE = [name for name in MESSAGES if {"link", "days", "at"} <= MESSAGES[name].keys()]
each_message = pytest.mark.parametrize("message", MESSAGES)
each_locale = pytest.mark.parametrize("locale", SHIPPED_LOCALES)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({}, instance=tmp_path)


def written(settings: Settings, message: str, *, channel: str = "email", locale: str = "en", **values: object) -> Words:
    return render(
        message, channel=channel, locale=locale, values={**samples(message, channel), **values}, settings=settings
    )


def variables(name: str) -> set[str]:
    """The variables that the shipped template *name* uses."""
    templates = library(None)
    return {used.name for used in templates.environment.parse(templates.sources[name].text).find_all(nodes.Name)}


def words_of_html(html: str) -> str:
    body = re.search("<main>(.*)</main>", html, re.DOTALL)[1]
    return " ".join(unescape(re.sub("<[^>]*>", " ", body)).split())


def test_these_languages_are_shipped() -> None:
    assert library(None).locales == set(SHIPPED_LOCALES)


@each_locale
def test_a_message_is_there_in_every_language_with_its_values(settings: Settings, locale: str) -> None:
    files = {f"{locale}/{message}{ending}" for message in MESSAGES for ending in (".txt", ".html", ".sms.txt")}
    assert files == {name for name in library(None).sources if name.startswith(f"{locale}/")}
    for message in MESSAGES:
        mail, sms = (written(settings, message, channel=channel, locale=locale) for channel in ("email", "sms"))
        assert mail.subject, message
        assert f'<html lang="{locale}" dir="{"rtl" if locale == "ar" else "ltr"}">' in mail.html, message
        for value in samples(message, "email").values():
            assert str(value) in mail.text, message
            assert str(value) in unescape(mail.html), message
        assert "\n" not in sms.text, message
        assert "Gatepost" in sms.text, message
        if "code" in MESSAGES[message]:
            assert sms.text.startswith("123456 "), message
            assert "123456" not in mail.subject, message  # subjects stand in the logs of mail servers
            assert mail.text.count("\n123456\n") == 1, message


@each_locale
def test_html_says_what_the_text_says(settings: Settings, locale: str) -> None:
    for message in MESSAGES:
        mail = written(settings, message, locale=locale)
        plain = " ".join(f"{mail.subject} {mail.text}".split())
        assert words_of_html(re.sub('<a class="button".*?</a>', "", mail.html)) == plain, message


@each_locale
def test_a_message_without_a_link_says_what_else_to_do(settings: Settings, locale: str) -> None:
    """It goes to an address that nobody has proven."""
    for message in UNDOABLE:
        mail, sms = (
            written(settings, message, channel=channel, locale=locale, link="", days=777)
            for channel in ("email", "sms")
        )
        assert words_of_html(mail.html) == " ".join(f"{mail.subject} {mail.text}".split()), message
        for text in (mail.text, mail.html.partition("<main>")[2], sms.text):
            assert not re.search(rf"https?:|777|{777 * 24}", text), message
        assert len(mail.text) < len(written(settings, message, locale=locale, link=" ").text), message


@each_message
def test_all_languages_use_the_same_values(message: str) -> None:
    for ending in (*TEXT_OF.values(), ".html"):
        used = {frozenset(variables(f"{locale}/{message}{ending}")) for locale in SHIPPED_LOCALES}
        assert len(used) == 1, ending
        assert used.pop() <= MESSAGES[message].keys() | {"service"}


@each_message
def test_an_english_sms_is_short(settings: Settings, message: str) -> None:
    text = written(settings, message, channel="sms", new="+880…78", link=" ").text
    assert len(text) <= 160
    assert set(text) <= GSM


@each_locale
def test_an_sms_in_another_language_is_no_more_than_three(settings: Settings, locale: str) -> None:
    for message in MESSAGES:
        text = written(settings, message, channel="sms", locale=locale, new="+880…78", link=" ").text
        assert len(text) <= 3 * 67, message  # an SMS with letters beyond GSM 03.38, one of several, holds 67


@pytest.mark.asvs("1.3.7")
@pytest.mark.asvs("1.2.1")
@each_message
def test_what_a_message_says_never_depends_on_what_is_in_its_values(settings: Settings, message: str) -> None:
    hostile = dict.fromkeys(("username", "device"), HOSTILE)
    for channel in ("email", "sms"):
        words = written(settings, message, channel=channel, **hostile)
        assert "49" not in words.text
        assert not re.search("[\r\x00\u202e\u2066\ud800]", words.text + (words.html or ""))
        assert "\n" not in words.subject
        assert "<b>" not in (words.html or "")
        assert not re.search("^Bcc", words.text, re.MULTILINE)
        if "username" in MESSAGES[message] and channel == "email":
            assert "{{7*7}}<b>{% raw %} Bcc: eve@example.\u2060org" in words.text


def test_a_username_that_looks_like_an_address_is_made_no_link(settings: Settings) -> None:
    text = written(settings, "reset", username="www.evil.example").text
    assert "Hello www.\u2060evil.\u2060example,\n" in text
    assert "Hello o.k.9.5,\n" not in text


def test_a_name_that_is_written_from_right_to_left_leaves_the_rest_as_it_is(settings: Settings) -> None:
    assert "Hello \u2068אדה\u2069,\n" in written(settings, "reset", username="אדה").text


def test_the_joiners_that_bengali_needs_are_kept(settings: Settings) -> None:
    assert "Hello র\u200d্যাব,\n" in written(settings, "reset", username="র\u200d্যাব").text


def test_a_message_says_the_name_of_the_service(tmp_path: Path) -> None:
    named = load_settings({}, instance=tmp_path, service_name="Ada & Söhne")
    mail = written(named, "activation")
    assert mail.subject == "Activate your Ada & Söhne account"
    assert "<title>Activate your Ada &amp; Söhne account</title>" in mail.html


@pytest.mark.parametrize("name", ["a\nBcc: x", "a\rb", " ", "a\u202eb", "x" * 51])
def test_a_service_name_that_could_break_a_header_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSettings, match="GATEPOST_SERVICE_NAME"):
        load_settings({}, instance=tmp_path, service_name=name)


def test_a_phone_fills_in_the_code_on_the_page_of_the_app_alone(tmp_path: Path) -> None:
    with_app = load_settings({}, instance=tmp_path, link_url="https://app.example.org/proofs")
    assert written(with_app, "login", channel="sms").text.endswith("\n\n@app.example.org #123456")
    assert "#" not in written(with_app, "new_device", channel="sms").text
