"""Every text that pages show is translated into every language, and each translation is used."""

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages import Catalog
from flask.testing import FlaskClient

from gatepost.account.sign_in import show_login_page
from gatepost.errors import ForPrograms, InvalidCsrfToken, InvalidInput, Reason, Refusal
from gatepost.pages.words import LANGUAGES
from tools.words import ROOT, TRANSLATED, Language, Texts, main, texts

PLACE = ROOT / "gatepost/pages/words/de/x.po"
ONE, MANY = "%(count)s session", "%(count)s sessions"
WANTED: Texts = {"Sign in": PLACE, "Hello, %(name)s": PLACE, (ONE, MANY): PLACE}


@pytest.fixture(scope="module")
def wanted() -> Texts:
    return texts()


def test_texts_are_found_in_templates_in_code_and_among_refusals(wanted: Texts) -> None:
    assert {
        "Sign in",  # of {% trans %}
        "Password",  # of _()
        "You are signed out.",  # of marked()
        "Sign in with %(name)s",
        "The password is wrong.",
        "Use at least %(least)s characters.",
    } <= wanted.keys()
    assert "Authenticate as a registered client." not in wanted


@pytest.mark.parametrize("tag", ["en", *TRANSLATED])
def test_every_text_is_translated_and_every_translation_is_used(wanted: Texts, tag: str) -> None:
    assert list(Language.read(tag).problems(wanted)) == []


def test_there_are_folders_of_these_languages_only() -> None:
    assert {folder.name for folder in (ROOT / "gatepost").glob("*/words/*")} <= LANGUAGES


def whole() -> Catalog:
    catalog = Catalog(locale="de")
    catalog.add("Sign in", "Anmelden")
    catalog.add("Hello, %(name)s", "Hallo, %(name)s")
    catalog.add((ONE, MANY), ("Eine Sitzung", "%(count)s Sitzungen"))
    return catalog


def problems_of(*catalogs: Catalog) -> str:
    files = {Path(PLACE.parent, f"{number}.po"): catalog for number, catalog in enumerate(catalogs)}
    return "\n".join(Language("de", files).problems(WANTED))


def test_a_whole_catalog_has_no_problem() -> None:
    assert problems_of(whole()) == ""


@pytest.mark.parametrize(
    ("text", "translated", "flags", "said"),
    [
        ("Sign in", "", (), "nobody has translated “Sign in”"),
        ("Sign in", "Anmelden", ("fuzzy",), "“Sign in” is marked as fuzzy"),
        ("Sign up", "Registrieren", (), "no page has “Sign up”"),
        ("Sign in", "100 % sicher", ("no-python-format",), "write %% for a percent sign"),
        ("Hello, %(name)s", "Hallo, %(nom)s", (), "%(nom)s is no placeholder of “Hello, %(name)s”"),
        ("Hello, %(name)s", "Hallo", (), "%(name)s is missing"),
        ((ONE, MANY), ("%(count)s Sitzung", "%(number)s Sitzungen"), (), "%(number)s is no placeholder"),
        ((ONE, MANY), ("%(count)s Sitzung", ""), (), "nobody has translated “%(count)s session”"),
        ((ONE, MANY), ("a", "b", "c"), (), "needs 2 forms in de"),
    ],
)
def test_a_problem_of_a_translation_is_named(
    text: str | tuple[str, str], translated: str | tuple[str, ...], flags: tuple[str, ...], said: str
) -> None:
    catalog = whole()
    catalog.delete(text)
    catalog.add(text, translated, flags=flags)
    assert said in problems_of(catalog)


def test_a_text_that_two_files_translate_is_a_problem() -> None:
    other = Catalog(locale="de")
    other.add("Sign in", "Einloggen")
    assert problems_of(whole(), other).endswith("“Sign in” is translated in another file, too: 'Anmelden'.")


def test_the_tool_tells_its_use_and_refuses_what_is_no_language(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "--prune" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["prune"])
    assert "'prune' is no language of CLDR" in capsys.readouterr().err


def test_what_is_missing_is_written_into_the_file_of_its_group(tmp_path: Path) -> None:
    wanted: Texts = {"Sign in": tmp_path / "sign_in.po", "Hello, %(name)s": tmp_path / "home.po"}
    dutch = Language("nl")
    assert dutch.add(wanted, {"Sign in": tmp_path / "login.po"}, prune=False) == 2
    assert sorted(file.name for file in (tmp_path / "nl").iterdir()) == ["home.po", "login.po"]
    assert (tmp_path / "nl/home.po").read_text() == (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        '#, python-format\nmsgid "Hello, %(name)s"\nmsgstr ""\n'
    )
    assert dutch.add({}, {}, prune=True) == 0
    assert "Hello" not in (tmp_path / "nl/home.po").read_text()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Use at least 12 characters."),
        ("de", "Nehmen Sie mindestens 12 Zeichen."),
        ("ar-EG", "استخدم 12 من المحارف على الأقل."),
    ],
)
def test_a_reason_with_a_number_is_shown_in_the_language_of_its_reader(
    show: Callable[[str, Refusal], str], language: str, said: str
) -> None:
    refusal = InvalidInput(
        {"name": [Reason("Use at least %(least)s characters.", least=12), ForPrograms("Send JSON.")]}
    )
    assert f"{said} Send JSON." in show(language, refusal)


def test_people_read_of_what_they_can_do_where_programs_read_of_headers(show: Callable[[str, Refusal], str]) -> None:
    shown = show("en", InvalidCsrfToken())
    assert "This page is out of date. Load it again, and try once more." in shown
    assert "CSRF" not in shown


@pytest.fixture
def show(hall: Callable[..., FlaskClient]) -> Callable[[str, Refusal], str]:
    """A page with this refusal, for a reader of this language."""
    told: list[Refusal] = []
    client = hall(lambda: show_login_page(refusal=told[0]))

    def shown(language: str, refusal: Refusal) -> str:
        told[:] = [refusal]
        return client.get("/own", headers={"Accept-Language": language}).text

    return shown


def test_a_reason_is_the_same_text_for_programs() -> None:
    assert Reason("Use at least %(least)s characters.", least=12) == "Use at least 12 characters."
    assert Reason("100 % sure") == "100 % sure"
