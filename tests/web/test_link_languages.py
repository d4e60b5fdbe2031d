"""/link speaks the language of the browser, from right to left where that is written so."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gatepost.messaging.templates.catalogue import SHIPPED_LOCALES
from tests.support.browser import Seen, needs_chromium
from tests.support.languages import OWN_SCRIPTS
from tests.web.link import TOKEN, WORDS, Api

PURPOSES = [purpose for purpose, words in WORDS["en"].items() if "done" in words]


@needs_chromium
@pytest.mark.parametrize(
    ("locale", "lang"),
    [
        ("de-AT", "de"),
        ("bn-BD", "bn"),
        ("es", "es"),
        ("fr-CA", "fr"),
        ("ar-EG", "ar"),
        ("pt-PT", "pt"),
        ("zh-TW", "zh"),
        ("in-ID", "id"),
        ("ja", "en"),
    ],
)
def test_the_page_speaks_the_language_of_the_browser(
    locale: str, lang: str, open_link: Callable[..., tuple[Page, Api, Seen]]
) -> None:
    page, _, _ = open_link(f"#reset:{TOKEN}", locale=locale)
    expect(page.get_by_role("heading")).to_have_text(WORDS[lang]["reset"]["title"])
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    expect(page.get_by_label(WORDS[lang]["new_password"], exact=True)).to_be_visible()


@needs_chromium
@pytest.mark.parametrize("lang", SHIPPED_LOCALES)
def test_refusals_and_rules_are_in_the_language_of_the_page(
    open_link: Callable[..., tuple[Page, Api, Seen]], lang: str
) -> None:
    words = WORDS[lang]
    page, api, _ = open_link(f"#reset:{TOKEN}", locale=lang)
    expect(page.locator("#rule")).to_have_text(words["rule"].replace("{n}", "8"))
    page.locator("#password").fill("password")
    page.locator("#repeated").fill("password")
    api.answer = (403, {"message": "No.", "status": 403, "code": "invalid_proof"})
    page.locator("#go").click()
    expect(page.get_by_role("alert")).to_have_text(words["refusals"]["invalid_proof"])
    api.answer = (422, {"message": "No.", "errors": {"new_password": ["Use at least 15 characters."]}})
    page.locator("#go").click()
    expect(page.get_by_role("alert")).to_have_text(
        words["reasons"]["Use at least {n} characters."].replace("{n}", "15")
    )


@needs_chromium
def test_a_page_in_arabic_is_laid_out_from_right_to_left(open_link: Callable[..., tuple[Page, Api, Seen]]) -> None:
    page, api, _ = open_link(f"#login:{TOKEN}", locale="ar")
    starts = page.evaluate(
        "['title', 'text', 'go'].map(id => document.body.clientWidth - "
        "document.getElementById(id).getBoundingClientRect().right)"
    )
    assert len(set(starts)) == 1  # all begin at the right edge of the column
    assert page.locator("#text").evaluate("node => getComputedStyle(node).textAlign") == "start"
    api.answer = (200, {"access_token": "a.b.c-", "refresh_token": "d"})
    page.get_by_role("button").click()
    expect(page.locator("#access_token")).to_be_visible()
    assert page.locator("#access_token").evaluate("node => getComputedStyle(node).direction") == "ltr"


@needs_chromium
@pytest.mark.parametrize("lang", SHIPPED_LOCALES)
def test_nothing_is_wider_than_a_narrow_phone(open_link: Callable[..., tuple[Page, Api, Seen]], lang: str) -> None:
    page, _, _ = open_link("", locale=lang)
    page.set_viewport_size({"width": 320, "height": 640})
    for purpose in PURPOSES:
        page.evaluate("hash => { location.hash = hash; }", f"{purpose}:{TOKEN}")
        expect(page.get_by_role("heading")).to_have_text(WORDS[lang][purpose]["title"])
        beyond = page.evaluate(
            "[...document.querySelectorAll('main *')].map(node => node.getBoundingClientRect())"
            ".filter(box => box.width && (box.left < 0 || box.right > 320)).length"
        )
        assert (beyond, page.evaluate("document.documentElement.scrollWidth")) == (0, 320), purpose


def leaves(words: dict[str, object], at: str = "") -> dict[str, str]:
    """Each text of these words by its path, such as ``login.title``."""
    found: dict[str, str] = {}
    for key, value in words.items():
        found |= leaves(value, f"{at}{key}/") if isinstance(value, dict) else {f"{at}{key}": str(value)}
    return found


@pytest.mark.parametrize("lang", SHIPPED_LOCALES)
def test_the_page_has_all_its_words_in_every_language(lang: str) -> None:
    assert tuple(WORDS) == SHIPPED_LOCALES
    ours, english = leaves(WORDS[lang]), leaves(WORDS["en"])
    assert ours.keys() == english.keys()
    assert [path for path, text in ours.items() if not text.strip()] == []
    assert [path for path in ours if ours[path].count("{n}") != english[path].count("{n}")] == []
    assert lang == "en" or [path for path in ours if ours[path] == english[path]] == []
    if lang in OWN_SCRIPTS:
        assert [path for path, text in ours.items() if not re.search(OWN_SCRIPTS[lang], text)] == []
        assert [path for path, text in ours.items() if re.search("[A-Za-z]{2,}", text.replace("{n}", ""))] == []
