"""/link: what it says of a refusal, and where it leads afterwards."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from gatepost import errors
from tests.support.browser import needs_chromium
from tests.support.live import ROOT, Live
from tests.web.test_link_page import TOKEN, WORDS, Api

pytestmark = pytest.mark.any_server


def test_every_reason_against_a_password_or_username_is_translated() -> None:
    """The page knows them by their English text."""
    places = ("passwords/policy", "passwords/history", "users/identifiers")
    sources = [(ROOT / f"gatepost/{place}.py").read_text() for place in places]
    texts = [text for source in sources for text in re.findall(r'\bReason\(\s*"([^"]+)"', source)]
    found = {re.sub(r"%\(.*?\)s", "{n}", text) for text in texts}
    assert found == set(WORDS["en"]["reasons"])


def test_codes_that_people_meet_there_have_the_words_of_the_service() -> None:
    refusals = {each.code: each.message for each in vars(errors).values() if hasattr(each, "code")}
    for code, text in WORDS["en"]["refusals"].items():
        assert code == "other" or code in refusals, text


@needs_chromium
@pytest.mark.parametrize("same_device", [True, False])
def test_it_says_that_the_password_has_ended_unless_it_is_the_device_that_registered(
    browser: Browser, tmp_path: Path, same_device: bool
) -> None:
    body = {"username": "ada", "email": "ada@example.org", "password": "password"}
    with Live(tmp_path, GATEPOST_ACTIVATION="code") as live, live.client() as other_device:
        context = browser.new_context(locale="de")
        registered = context.request.post(f"{live.url}/user", data=body).status if same_device else None
        assert (registered or other_device.post("/user", json=body).status_code) == 201
        (message,) = other_device.get("/dev/inbox").json()["data"]
        page = context.new_page()
        page.goto(message["link"])
        page.get_by_role("button").click()
        words = WORDS["de"]["activation"]
        expect(page.locator("#text")).to_have_text(words["after" if same_device else "ended"])
        log_in = other_device.post("/user/login", json={"username": "ada", "password": "password"})
        assert log_in.status_code == (200 if same_device else 401)
        context.close()


@needs_chromium
@pytest.mark.parametrize("app", [None, "https://app.example.org/home"])
def test_it_leads_back_to_the_app_where_there_is_one(browser: Browser, tmp_path: Path, app: str | None) -> None:
    chosen = {"GATEPOST_APP_URL": app} if app else {}
    with Live(tmp_path, **chosen) as live:
        page = browser.new_page(locale="de")
        Api(page)
        page.goto(f"{live.url}/link#activation:{TOKEN}")
        expect(page.locator("#back")).to_be_hidden()
        page.get_by_role("button").click()
        expect(page.get_by_role("heading")).to_have_text(WORDS["de"]["activation"]["done"])
        expect(page.locator("#back")).to_be_visible(visible=app is not None)
        assert page.locator("#back").get_attribute("href") == app
        page.close()
