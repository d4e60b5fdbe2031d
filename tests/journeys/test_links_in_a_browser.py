"""From a forgotten password to a new one, and in by a link: /link in a real browser, and programs at the inbox."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import needs_chromium, opened_browser
from tests.support.live import Live

pytestmark = pytest.mark.any_server

EMAIL = "ada@example.org"
NOW = {"GATEPOST_MESSAGE_INTERVAL": "0s"}


@needs_chromium
@pytest.mark.asvs("6.4.3")
def test_a_user_finds_back_in_by_the_links_in_messages(tmp_path: Path) -> None:
    with Live(tmp_path / "data", **NOW) as live, live.client() as client, opened_browser(tmp_path) as browser:
        body = {"username": "ada", "mobile": "+8801712345678", "email": EMAIL, "password": "forgotten soon"}
        assert client.post("/user", json=body).status_code == 201
        assert client.post("/user/activate-account/", json={"mobile": body["mobile"]}).status_code == 200
        page = browser.new_page(locale="en")

        def follow(name: str) -> None:
            """Open the link of this message, as soon as it is in the inbox."""
            deadline = time.monotonic() + 20
            links: list[str] = []
            while not links and time.monotonic() < deadline:
                time.sleep(0.05)
                inbox = client.get("/dev/inbox", params={"to": EMAIL}).json()["data"]
                links = [message["link"] for message in inbox if message["name"] == name]
            page.goto(links[0])
            expect(page).to_have_url(f"{live.url}/link")

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
