"""/link in a real browser: it keeps the token to itself until the button is pressed."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route, expect

from gatepost.messaging.put_message import link
from gatepost.settings import Settings
from tests.support.browser import Seen, needs_chromium
from tests.support.live import Live
from tests.web.endpoints import assert_refused
from tests.web.link import SPENT_AT, TOKEN, WORDS, Api


@needs_chromium
@pytest.mark.asvs("14.2.1")
@pytest.mark.parametrize("purpose", SPENT_AT)
def test_the_token_is_spent_by_the_button_and_not_by_opening_the_page(
    live: Live, open_link: Callable[..., tuple[Page, Api, Seen]], purpose: str
) -> None:
    page, api, seen = open_link(link(Settings(public_url="http://x"), purpose, TOKEN).removeprefix("http://x/link"))
    expect(page.get_by_role("heading")).to_have_text(WORDS["en"][purpose]["title"])
    assert page.url == f"{live.url}/link"
    assert page.evaluate("navigation.entries().map(entry => entry.url)") == [page.url]  # no way back to the token
    assert api.posted == []
    sent = {urlsplit(address).path for address in seen.addresses if address.startswith("http")}
    assets = {"/assets/design.css", "/assets/mark.svg", "/link/link.css", "/link/link-words.js", "/link/link.js"}
    assert sent | {"/assets/mark.svg"} == {"/link"} | assets  # a browser loads an icon when it likes
    assert TOKEN not in live.log

    page.get_by_role("button").click()
    expect(page.get_by_role("heading")).to_have_text(WORDS["en"][purpose]["done"])
    assert api.posted == [(SPENT_AT[purpose], {"token": TOKEN})]
    expect(page.locator("#go")).to_be_hidden()
    expect(page.locator("#tokens")).to_be_visible(visible=purpose == "login")
    assert [line for line in seen.said if line.startswith("error") or "Content Security Policy" in line] == []


@needs_chromium
def test_a_new_password_is_asked_for_twice(open_link: Callable[..., tuple[Page, Api, Seen]]) -> None:
    page, api, _ = open_link(f"#reset:{TOKEN}")
    page.get_by_role("button").click()
    page.get_by_label("New password").fill("a good password")
    page.get_by_label("The same password again").fill("a bad password")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text("The two passwords are not the same.")
    assert api.posted == []

    api.answer = (
        422,
        {"message": "No.", "errors": {"new_password": ["Give at least 8 characters.", "<b>Really</b>."]}},
    )
    page.get_by_label("The same password again").fill("a good password")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text("Give at least 8 characters. <b>Really</b>.")

    api.answer = (200, {"message": "Success!"})
    page.get_by_role("button").click()
    expect(page.get_by_role("heading")).to_have_text("Your password was changed")
    assert api.posted == [("/user/reset-password", {"token": TOKEN, "new_password": "a good password"})] * 2
    assert page.locator("#password").input_value() == ""


@needs_chromium
def test_an_invitation_asks_for_a_username_and_a_password(open_link: Callable[..., tuple[Page, Api, Seen]]) -> None:
    page, api, _ = open_link(f"#invitation:{TOKEN}", locale="de-DE")
    words = WORDS["de"]
    expect(page.get_by_role("heading")).to_have_text(words["invitation"]["title"])
    page.get_by_role("button").click()  # the browser asks for the name first
    page.get_by_label(words["username"]).fill("ada")
    page.get_by_label(words["new_password"]).fill("a good password")
    page.get_by_label(words["repeated"]).fill("another password")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text(words["differ"])
    page.get_by_label(words["repeated"]).fill("a good password")
    assert api.posted == []

    for answer, said in (
        ((409, {"message": "No.", "code": "username_taken"}), words["refusals"]["username_taken"]),
        (
            (422, {"message": "No.", "errors": {"username": ["Use 1 to 50 characters."]}}),
            words["reasons"]["Use 1 to {n} characters."].replace("{n}", "50"),
        ),
    ):
        api.answer = answer
        page.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_have_text(said)

    api.answer = (201, {"message": "Account created successfully!"})
    page.get_by_role("button").click()
    expect(page.get_by_role("heading")).to_have_text(words["invitation"]["done"])
    body = {"invitation": TOKEN, "username": "ada", "password": "a good password"}
    assert api.posted == [("/user", body)] * 3


@needs_chromium
def test_a_refusal_is_shown_in_the_words_of_the_service(open_link: Callable[..., tuple[Page, Api, Seen]]) -> None:
    page, api, _ = open_link(f"#activation:{TOKEN}")
    api.answer = (
        403,
        {"message": "This code or link is not valid, or no longer.", "status": 403, "code": "invalid_proof"},
    )
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text("This code or link is not valid, or no longer.")
    page.context.set_offline(True)
    page.unroute(re.compile("/user"))
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text("The service cannot be reached. Please try again.")


@needs_chromium
@pytest.mark.parametrize(
    "fragment",
    ["", "#", "#reset:", "#reset", "#nothing:abc", "#constructor:abc", "#reset:<img src=x onerror=alert(1)>"],
)
def test_a_link_that_is_cut_or_made_up_offers_nothing(
    fragment: str, open_link: Callable[..., tuple[Page, Api, Seen]]
) -> None:
    page, api, seen = open_link(fragment)
    expect(page.get_by_role("heading")).to_have_text("This link is not complete")
    expect(page.get_by_role("button")).to_have_count(0)
    assert (api.posted, page.locator("img").count()) == ([], 0)
    assert [line for line in seen.said if line.startswith("error")] == []


@needs_chromium
def test_a_second_link_in_the_same_tab_takes_the_place_of_the_first(
    live: Live, open_link: Callable[..., tuple[Page, Api, Seen]]
) -> None:
    page, api, _ = open_link(f"#reset:{TOKEN}")
    page.evaluate("location.hash = 'undo:another'")
    expect(page.get_by_role("heading")).to_have_text("Undo the change")
    page.get_by_role("button").click()
    expect(page.get_by_role("heading")).to_have_text("The change was undone")
    assert api.posted == [("/user/undo-change", {"token": "another"})]
    assert page.url == f"{live.url}/link"


@needs_chromium
def test_the_page_works_below_a_path_and_with_a_slash_at_its_end(browser: Browser, live: Live) -> None:
    page = browser.new_page(locale="en")
    posted = []

    def as_a_proxy(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            posted.append(path)
            route.fulfill(json={"message": "Success!"})
            return
        answer = httpx.get(live.url + path.removeprefix("/auth"), trust_env=False)
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)

    page.route("https://accounts.example.org/auth/**", as_a_proxy)
    for slash in ("", "/"):
        page.goto(f"https://accounts.example.org/auth/link{slash}#change:{TOKEN}")
        page.get_by_role("button", name="Confirm the address").click()
        expect(page.get_by_role("heading")).to_have_text("Your address is confirmed")
    assert posted == ["/auth/user/prove-change"] * 2
    page.close()


def test_the_page_shows_the_name_of_the_service_as_it_is(make_service: Callable[..., Flask]) -> None:
    door = make_service(service_name="<script>{root}&", locale="de").test_client()
    answer = door.get("/link?q=<img>", headers={"Host": "evil.example"})
    assert "<bdi>&lt;script&gt;{root}&amp;</bdi>" in answer.text
    assert 'data-locale="de"' in answer.text
    assert "evil" not in answer.text
    assert "img" not in answer.text


def test_the_page_runs_no_script_but_its_own(door: FlaskClient) -> None:
    answer = door.get("/link")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"].split("; ")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert not re.search(r"<script>|<style|\son\w+=|https?:", answer.text)
    for name in re.findall('(?:src|href)="(link/[^"]*)"', answer.text):
        assert door.get(f"/{name}").status_code == 200
    assert_refused(door.get("/link/page.css"), (404, "not_found"))
