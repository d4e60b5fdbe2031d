"""Templates of the data folder come before the shipped ones, and are checked before the service starts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.messaging.templates.catalogue import samples
from gatepost.messaging.templates.check_templates import check_templates
from gatepost.messaging.templates.library import library
from gatepost.messaging.templates.render import Words, render
from gatepost.serving.prepare import prepare_to_serve
from gatepost.settings import BadSettings

MAIL = "Subject: Bem-vindo\n\nO código é {{ code }}, ou {{ link }}\n"
Put = Callable[..., None]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write templates of one's own: ``put({"de/login.txt": "…"})``."""

    def write(own: dict[str, str | bytes]) -> None:
        for name, text in own.items():
            path = tmp_path / "messages" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        library.cache_clear()  # as a new start does

    return write


@pytest.fixture
def say(tmp_path: Path) -> Callable[..., Words]:
    settings = load_settings({}, instance=tmp_path)
    return lambda name, channel="email", locale="en": render(
        name, channel=channel, locale=locale, values=samples(name, channel), settings=settings
    )


def refusal(folder: Path) -> str:
    with pytest.raises(BadSettings) as refused:
        check_templates(load_settings({}, instance=folder))
    return str(refused.value).replace(f"{folder}/messages/", "")


def test_what_is_shipped_passes_with_and_without_an_empty_folder(tmp_path: Path, put: Put) -> None:
    check_templates(load_settings({}, instance=tmp_path))
    put({"de/.keep": ""})
    check_templates(load_settings({}, instance=tmp_path))


def test_a_template_of_ones_own_comes_first(tmp_path: Path, put: Put, say: Callable[..., Words]) -> None:
    put({"de/login.txt": MAIL, "de/login.html": "<p>{{ username }}", "de/login.sms.txt": "{{ code }}\nda\n"})
    check_templates(load_settings({}, instance=tmp_path))
    mail = say("login", locale="de")
    assert (mail.subject, mail.html) == ("Bem-vindo", "<p>ada")
    assert mail.text.startswith("O código é 123456, ou https://")
    assert say("login", "sms", "de").text == "123456 da"
    assert say("login", locale="en").subject == "Your code to log in to Gatepost"


def test_a_text_of_ones_own_is_not_sent_with_html_that_says_something_else(put: Put, say: Callable[..., Words]) -> None:
    put({"de/login.txt": MAIL, "fr/login.html": "<p>{{ lang }}</p>"})
    assert say("login", locale="de").html is None
    assert say("login", locale="fr").html == "<p>fr</p>"
    assert say("login", locale="fr").subject.startswith("Votre code")


def test_a_layout_of_ones_own_is_around_every_message(tmp_path: Path, put: Put, say: Callable[..., Words]) -> None:
    put({"layout.html": "<title>{{ subject }}</title><h6>{% block body %}{% endblock %}</h6>"})
    check_templates(load_settings({}, instance=tmp_path))
    assert say("test", locale="bn").html.startswith("<title>Gatepost থেকে")


def test_a_language_of_ones_own_need_not_have_every_message(
    put: Put, say: Callable[..., Words], tmp_path: Path
) -> None:
    put({"gl-ES/login.txt": MAIL})
    check_templates(load_settings({}, instance=tmp_path, locale="gl-ES"))
    assert (say("login", locale="gl-ES").subject, say("login", locale="gl-ES").html) == ("Bem-vindo", None)
    assert say("reset", locale="gl-ES") == say("reset", locale="en")
    assert say("login", "sms", "gl-ES") == say("login", "sms", "en")
    assert say("login", locale="gl").subject == "Your code to log in to Gatepost"


def test_a_variant_of_a_shipped_language_takes_what_it_lacks_from_that(
    put: Put, say: Callable[..., Words], tmp_path: Path
) -> None:
    put({"pt-PT/login.txt": MAIL})
    check_templates(load_settings({}, instance=tmp_path, locale="pt-PT"))
    assert say("login", locale="pt-PT").subject == "Bem-vindo"
    assert say("reset", locale="pt-PT") == say("reset", locale="pt")
    assert say("login", locale="pt-BR") == say("login", locale="pt")


def test_a_language_that_is_written_from_right_to_left_is_laid_out_so(put: Put, say: Callable[..., Words]) -> None:
    page = '{% extends "layout.html" %}{% block body %}{{ code }}{% endblock %}'
    put({"he/login.txt": "Subject: קוד\n\n{{ code }}", "he/login.html": page})
    for locale in ("he", "iw", "he-IL"):
        assert '<html lang="he" dir="rtl">' in say("login", locale=locale).html


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"de/login.txt": "Subject: x\n\n{{ code }\n"}, r"de/login\.txt, line 3: unexpected '}'"),
        ({"de/login.html": "\n{% if %}"}, r"de/login\.html, line 2: "),
        ({"de/login.txt": "Subject: x\n\n{{ code|shout }}"}, r"de/login\.txt, line 3: No filter named 'shout'"),
        ({"de/login.txt": "Hello\n\n{{ code }}"}, r'de/login\.txt: the first line must be "Subject: …"'),
        ({"de/login.txt": "Subject: x\nHello"}, r"de/login\.txt: the first line must be"),
        ({"de/login.txt": "Subject: \n\nHello"}, r"de/login\.txt: the first line must be"),
        ({"de/login.txt": "Subject: x\n\n\n"}, r"de/login\.txt: this message is empty"),
        ({"de/login.sms.txt": " \n"}, r"de/login\.sms\.txt: this message is empty"),
        (
            {"de/login.txt": "Subject: x\n\n{% if code == 'x' %}\n{{ password }}{% endif %}"},
            r"line 4: password is unknown here\. Known are: code, lang, link, minutes, service, username\.",
        ),
        ({"de/login.sms.txt": "{{ link }}"}, r"de/login\.sms\.txt, line 1: link is unknown here"),
        ({"layout.html": "{{ username }}"}, r"layout\.html, line 1: username is unknown here"),
        ({"de/login.txt": "Subject: x\n\n{{ code.a.b }}"}, r"de/login\.txt, line 3: "),
        ({"de/login.txt": "Subject: x\n\n{{ ().__class__.__base__ }}"}, r"de/login\.txt, line 3: .*unsafe"),
        ({"de/login.txt": "Subject: x\n\n\n{{ 1 // 0 }}"}, r"de/login\.txt, line 4: .*zero"),
        ({"de/login.txt": "Subject: x\n\n{% include 'de/footer.txt' %}"}, r"de/login\.txt, line 3: de/footer\.txt"),
        ({"de/login.txt": b"Subject: \xff\n\nx"}, r"de/login\.txt: this is not UTF-8"),
        ({"de/logni.txt": MAIL}, r"de/logni\.txt: there is no message of this name\. .*activation, login, "),
        ({"de/login.text": MAIL}, r"de/login\.text: there is no message"),
        ({"de/more/login.txt": MAIL}, r"de/more/login\.txt: there is no message"),
        ({"login.txt": MAIL}, r"login\.txt: templates stand in a folder named by their language"),
        ({"pt_BR/login.txt": MAIL}, r"pt_BR/login\.txt: templates stand in a folder"),
        ({"DE/login.txt": MAIL}, r"DE/login\.txt: templates stand in a folder"),
        ({"in/login.txt": MAIL}, r"in/login\.txt: templates stand in a folder"),
        ({"it/login.html": "x"}, r"it/login\.html: this is never used without login\.txt"),
    ],
)
def test_a_template_that_would_fail_stops_the_start_and_is_named(
    own: dict[str, str | bytes], said: str, put: Put, tmp_path: Path
) -> None:
    put(own)
    assert re.search(said, refusal(tmp_path))


def test_a_default_language_that_nobody_has_written_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="GATEPOST_LOCALE: there are no messages in tlh"):
        check_templates(load_settings({}, instance=tmp_path, locale="tlh"))
    check_templates(load_settings({}, instance=tmp_path, locale="de-AT"))


def test_a_default_language_may_be_written_as_posix_does(tmp_path: Path) -> None:
    chosen = load_settings({"GATEPOST_LOCALE": "de_AT"}, instance=tmp_path)
    assert chosen.locale == "de-AT"
    check_templates(chosen)


@pytest.mark.parametrize("locale", ["", "e", "en__US", "../de", "de\n"])
def test_a_default_language_that_is_none_is_refused(locale: str) -> None:
    with pytest.raises(BadSettings, match="GATEPOST_LOCALE: give a language"):
        load_settings({}, locale=locale)


def test_the_service_does_not_start_with_a_broken_template(put: Put, tmp_path: Path) -> None:
    put({"de/login.txt": "{{"})
    app = create_app(load_settings({}, instance=tmp_path))
    with pytest.raises(BadSettings, match=r"de/login\.txt, line 1"):
        prepare_to_serve(app)


def test_a_template_that_was_broken_since_the_start_is_passed_over(put: Put, say: Callable[..., Words]) -> None:
    put({"de/login.txt": "Subject: {{ nothing }}\n\nx", "de/reset.txt": b"Subject: x\n\nx"})
    with structlog.testing.capture_logs() as logs:
        assert say("login", locale="de").subject == "Ihr Code zum Anmelden bei Gatepost"
    assert [(line["event"], line["message"], line["locale"]) for line in logs] == [
        ("message.template_failed", "login", "de")
    ]
    assert "123456" not in str(logs)
    put({"de/reset.txt": b"\xff"})
    assert say("login", locale="de").subject == "Ihr Code zum Anmelden bei Gatepost"
