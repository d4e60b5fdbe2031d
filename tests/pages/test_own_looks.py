"""Templates, words, a logo and colours in the data folder replace those of the package."""

from collections.abc import Callable
from pathlib import Path

import pytest
import structlog
from flask import Response
from flask.testing import FlaskClient

from gatepost import clock
from gatepost.account.frame import FRAME
from gatepost.account.sign_in import show_login_page
from gatepost.caller import Caller
from gatepost.environment import load_settings
from gatepost.errors import InvalidCredentials
from gatepost.pages.looks.check import check_looks
from gatepost.users.models import User
from tests.pages.conftest import Put

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
INSIDE, END = '{% extends "frame.html" %}{% block inside %}', "{% endblock %}"
BLOCKS = "".join(f"{{% block {name} %}}{END}" for name in ("title", "head", "body", "home", "nav", "main", "scripts"))
Hall = Callable[..., FlaskClient]


def sign_in() -> Response:
    return show_login_page(refusal=InvalidCredentials(), name="ada")


def shown(hall: Hall, language: str = "en", **chosen: str) -> str:
    return hall(sign_in, **chosen).get("/own", headers={"Accept-Language": language}).text


def test_without_that_folder_all_is_ours(hall: Hall, tmp_path: Path) -> None:
    check_looks(load_settings({}, instance=tmp_path))
    text = shown(hall)
    assert "colours.css" not in text
    assert '<svg viewBox="0 0 32 32" aria-hidden="true">' in text


def test_a_template_replaces_the_one_of_its_name(hall: Hall, put: Put, tmp_path: Path) -> None:
    put({"account/sign_in.html": f"{INSIDE}<i>{{{{ name }}}}: {{{{ error }}}}</i>{END}"})
    check_looks(load_settings({}, instance=tmp_path))
    assert "<i>ada: Wrong username or password.</i>" in shown(hall)


def test_a_template_extends_the_one_that_it_replaces(hall: Hall, put: Put, tmp_path: Path) -> None:
    own = INSIDE.replace("frame", "shipped/sign_in")
    put({"account/sign_in.html": f'{own}{{{{ super() }}}}<a href="https://x.example">?</a>{END}'})
    check_looks(load_settings({}, instance=tmp_path))
    text = shown(hall)
    assert 'name="password"' in text
    assert '<a href="https://x.example">?</a>' in text


def test_a_frame_is_around_the_pages_of_every_room(hall: Hall, put: Put, tmp_path: Path) -> None:
    put({"base.html": "<!doctype html><title>{{ service }}</title>{% block content %}{% endblock %}" + BLOCKS})
    check_looks(load_settings({}, instance=tmp_path))
    assert shown(hall).startswith("<!doctype html><title>Gatepost</title>\n<h1>Sign in</h1>")


def test_words_come_before_ours_and_may_add_a_language(hall: Hall, put: Put, tmp_path: Path) -> None:
    po = 'msgid "Sign in"\nmsgstr "{}"\n'.format
    put({"words/de.po": po("Hereinspaziert"), "words/en.po": po("Come in"), "words/gl.po": po("Entrar")})
    put({"words/pt-PT.po": po("Iniciar sessão")})
    check_looks(load_settings({}, instance=tmp_path))
    assert "<h1>Hereinspaziert</h1>" in shown(hall, "de-AT")
    assert "Falscher Benutzername" in shown(hall, "de")
    assert "<h1>Come in</h1>" in shown(hall, "en")
    assert '<html lang="gl">' in (galician := shown(hall, "gl"))
    assert "<h1>Entrar</h1>" in galician
    assert "Wrong username or password." in galician
    assert "<h1>Iniciar sessão</h1>" in (portuguese := shown(hall, "pt-PT"))
    assert "Nome de usuário ou senha incorretos." in portuguese
    assert "<h1>Come in</h1>" in shown(hall, "fi")


@pytest.mark.parametrize(
    ("name", "picture", "kind"),
    [("logo.svg", SVG.encode(), "image/svg+xml"), ("logo.png", b"\x89PNG\r\n\x1a\n...", "image/png")],
)
def test_a_logo_stands_in_the_header_and_runs_nothing(
    hall: Hall, put: Put, tmp_path: Path, name: str, picture: bytes, kind: str
) -> None:
    put({name: picture})
    check_looks(load_settings({}, instance=tmp_path))
    client = hall(sign_in, service_name='"Ada" & co')
    text = client.get("/own").text
    address = f"assets/{name}?"
    assert f'<img class="logo" src="{address}' in text
    assert 'alt="&quot;Ada&quot; &amp; co"' in text
    assert f'<link rel="icon" href="{address}' in text
    answer = client.get(f"/assets/{name}")
    assert (answer.data, answer.content_type) == (picture, kind)
    assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
    assert client.get("/assets/logo.gif").status_code == 404


def test_colours_are_a_style_sheet_after_ours(hall: Hall, put: Put, tmp_path: Path) -> None:
    put({"colours.toml": '[light]\naccent = "#7a1fa2"\n[dark]\naccent = "#d9a6f0"\ntext = "#ffffff"\n'})
    check_looks(load_settings({}, instance=tmp_path))
    client = hall(sign_in)
    text = client.get("/own").text
    assert text.index("design.css") < text.index("assets/colours.css?")
    assert client.get("/assets/colours.css").text == (
        ":root { --on-accent: #ffffff; --ring: #7a1fa2; --accent: #7a1fa2; --mark: #7a1fa2; --on-mark: #ffffff; }\n"
        "@media (prefers-color-scheme: dark) { :root { --on-accent: #000000; --ring: #d9a6f0; --accent: #d9a6f0; "
        "--text: #ffffff; --mark: #d9a6f0; --on-mark: #000000; } }\n"
    )


def test_there_are_no_colours_where_nobody_has_written_any(hall: Hall) -> None:
    assert hall(sign_in).get("/assets/colours.css").status_code == 404


def test_a_template_that_fails_gives_way_to_the_shipped_one(hall: Hall, put: Put, tmp_path: Path) -> None:
    put({"account/sign_in.html": f"{INSIDE}{{{{ 1 // name.count('x') }}}}{END}"})
    check_looks(load_settings({}, instance=tmp_path))
    with structlog.testing.capture_logs() as logs:
        assert 'name="password"' in shown(hall)
    assert [(line["event"], line["template"], line["error"]) for line in logs if line["log_level"] == "error"] == [
        ("page.template_failed", "sign_in.html", "ZeroDivisionError")
    ]


def test_a_template_reaches_the_values_of_its_page_and_no_more(hall: Hall, put: Put, tmp_path: Path) -> None:
    put({"account/sign_in.html": "{{ name.__class__.__mro__ }}"})
    with structlog.testing.capture_logs() as logs:
        assert 'name="password"' in shown(hall)
    assert logs[0]["error"] == "SecurityError"


@pytest.mark.parametrize("behind", ["password_hash", "metadata.clear()", "registry.dispose()"])
def test_a_template_does_not_reach_what_the_row_behind_a_value_has_besides(hall: Hall, put: Put, behind: str) -> None:
    put({"account/email_remove.html": f"<i>{{{{ user.username }}}}</i>{{{{ user.{behind} }}}}"})

    def own() -> Response:
        user = User(username="ada", password_hash="$argon2id$v=19$secret")
        caller = Caller("0", "ada", None, None, None, "", "0", clock.now())
        return FRAME.show("email_remove.html", caller=caller, user=user, here="addresses", done="", offered={})

    with structlog.testing.capture_logs() as logs:
        text = hall(own).get("/own").text
    assert logs[0]["error"] == "SecurityError"
    assert "<i>ada</i>" not in text  # the shipped one is shown
    assert "secret" not in text
    assert "users" in User.metadata.tables
