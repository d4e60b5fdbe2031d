"""A sentence that somebody forgot to translate is found, in every message and language."""

import re
from html import unescape
from pathlib import Path

import pytest

from gatepost.environment import load_settings
from gatepost.messaging.templates.catalogue import MESSAGES, SHIPPED_LOCALES, samples
from gatepost.messaging.templates.render import Words, render
from gatepost.settings import Settings
from tests.support.languages import OWN_SCRIPTS

# What people write in Latin letters in any script.
LATIN_IN_ANY_SCRIPT = {"IP", "SMS"}
BUTTON = re.compile(r'<a class="button"[^>]*>(.*?)</a>')
VALUES = {
    "username": "7",
    "device": "7",
    "passkey": "7",
    "provider": "7",
    "label": "7",
    "roles": "7",
    "link": "7",
    "at": "7",
    "until": "7",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({}, instance=tmp_path, service_name="7")


def written(settings: Settings, message: str, channel: str, locale: str) -> Words:
    """The message with digits in place of all values, so that every letter in it is one of a template."""
    values = samples(message, channel) | {"new": "7", "address": "7"} | VALUES
    return render(message, channel=channel, locale=locale, values=values, settings=settings)


def sentences(text: str) -> set[str]:
    """The sentences of *text* with a word of three letters, or with two signs of Chinese."""
    found = (" ".join(each.split()) for each in re.split(r"[.:!?؟؛،。！？：，।\n]", text))
    return {each for each in found if re.search(r"[^\W\d_]{3}|[\u4e00-\u9fff]{2}|[\u0900-\u09ff]{3}", each)}


@pytest.mark.parametrize("message", MESSAGES)
def test_no_sentence_of_a_message_is_left_in_english(settings: Settings, message: str) -> None:
    for channel in ("email", "sms"):
        english, *others = (written(settings, message, channel, locale) for locale in SHIPPED_LOCALES)
        assert sentences(english.text)
        for locale, words in zip(SHIPPED_LOCALES[1:], others, strict=True):
            assert sentences(words.text), locale
            assert not sentences(words.text) & sentences(english.text), locale
            assert channel == "sms" or words.subject != english.subject, locale


@pytest.mark.parametrize("message", MESSAGES)
def test_no_two_languages_share_a_long_sentence(settings: Settings, message: str) -> None:
    for channel in ("email", "sms"):
        said = [sentences(written(settings, message, channel, locale).text) for locale in SHIPPED_LOCALES]
        long = [{each for each in found if len(each) >= 18} for found in said]
        assert len(set().union(*long)) == sum(map(len, long))


@pytest.mark.parametrize("locale", SHIPPED_LOCALES[1:])
def test_each_button_of_a_mail_has_words_of_its_language(settings: Settings, locale: str) -> None:
    for message in MESSAGES:
        ours, english = (
            [unescape(each) for each in BUTTON.findall(written(settings, message, "email", each).html)]
            for each in (locale, "en")
        )
        assert len(ours) == len(english), message
        assert not set(ours) & set(english), message
        assert all(each.strip() for each in ours), message


@pytest.mark.parametrize("locale", OWN_SCRIPTS)
def test_a_language_of_another_script_has_no_latin_words(settings: Settings, locale: str) -> None:
    for message in MESSAGES:
        mail, sms = (written(settings, message, channel, locale) for channel in ("email", "sms"))
        for text in (mail.subject, mail.text, re.sub("<[^>]*>", " ", mail.html.partition("<main>")[2]), sms.text):
            assert set(re.findall("[A-Za-z]{2,}", text)) <= LATIN_IN_ANY_SCRIPT, message
            assert re.search(OWN_SCRIPTS[locale], text), message


@pytest.mark.parametrize("locale", ["hi", "ar", "zh", "id", "pt"])
def test_digits_are_those_that_keyboards_have(settings: Settings, locale: str) -> None:
    for message in MESSAGES:
        for channel in ("email", "sms"):
            words = written(settings, message, channel, locale)
            assert set(re.findall(r"\d", words.subject + words.text)) <= set("0123456789"), message


@pytest.mark.parametrize(
    ("minutes", "told"), [(1, "دقيقة"), (3, "دقائق"), (10, "دقائق"), (15, "دقيقة"), (105, "دقائق")]
)
def test_arabic_counts_minutes_as_its_grammar_does(settings: Settings, minutes: int, told: str) -> None:
    values = samples("login", "sms") | {"minutes": minutes}
    assert f" {minutes} {told}" in render("login", channel="sms", locale="ar", values=values, settings=settings).text
