"""From a forgotten password to a new one, and in by a link: with the development inbox and /link in a real browser."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.messaging.outbox import opened
from gatepost.proofs.answer import answer_request
from tests.support.browser import needs_chromium, opened_browser
from tests.support.letters import Letters
from tests.support.live import Live

EMAIL = "ada@example.org"
NOW = {"GATEPOST_MESSAGE_INTERVAL": "0s"}


def answer_requests(live: Live) -> None:
    """Do what the worker does about what was asked for."""
    letters = Letters(create_app(load_settings(NOW, instance=live.instance, port=urlsplit(live.url).port)))
    with letters.app.app_context():
        for row in letters._due(request=True):
            content = opened(row.sealed, identifier=row.id)
            answer_request(row.name, content, finish=lambda row=row: letters._take(row))


@needs_chromium
@pytest.mark.asvs("6.4.3")
def test_a_user_finds_back_in_by_the_links_in_messages(tmp_path: Path) -> None:
    with Live(tmp_path / "data", **NOW) as live, live.client() as client, opened_browser(tmp_path) as browser:
        body = {"username": "ada", "mobile": "+8801712345678", "email": EMAIL, "password": "forgotten soon"}
        assert client.post("/user", json=body).status_code == 201
        assert client.post("/user/activate-account/", json={"mobile": body["mobile"]}).status_code == 200
        page = browser.new_page(locale="en")

        def follow(name: str) -> None:
            answer_requests(live)
            page.goto(f"{live.url}/dev/inbox?to={EMAIL}")
            message = page.locator("article", has_text=f" {name} ")
            page.goto(message.get_by_role("link").get_attribute("href"))
            assert page.url == f"{live.url}/link"

        assert client.post("/user/forgot-password", json={"email": EMAIL}).status_code == 202
        follow("reset")
        page.get_by_label("New password").fill("short")
        page.get_by_label("The same password again").fill("short")
        page.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_contain_text("at least 8")
        page.get_by_label("New password").fill("a password to keep")
        page.get_by_label("The same password again").fill("a password to keep")
        page.get_by_role("button").click()
        expect(page.get_by_role("heading")).to_have_text("Your password was changed")
        for password, status in (("a password to keep", 200), ("forgotten soon", 401)):
            assert client.post("/user/login", json={"username": "ada", "password": password}).status_code == status

        assert client.post("/user/login/code", json={"email": EMAIL}).status_code == 202
        follow("login")
        page.get_by_role("button").click()
        expect(page.get_by_role("heading")).to_have_text("You are logged in")
        token = page.get_by_label("Access token").input_value()
        answer = client.get("/user/sessions", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        for secret in (token, "a password to keep"):
            assert secret not in live.log
