"""@simplewebauthn/browser takes our options unchanged, and we take its answers unchanged, in Chromium."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support import npm
from tests.support.browser import needs_chromium, opened_browser, plug_in_authenticator
from tests.support.live import Live
from tests.tokens.forge import opened

PACKAGE = Path(__file__).parent / "simplewebauthn"
BUNDLE = "node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js"
ADA = {"username": "ada", "mobile": "01712345678", "password": "password"}

# Text from one to the other: nothing of an option or an answer is touched.
CEREMONY = """async ([start, options, answer, token]) => {
  const headers = {"Content-Type": "application/json", ...(token && {Authorization: `Bearer ${token}`})};
  const optionsJSON = await (await fetch(options, {method: "POST", headers})).json();
  const body = JSON.stringify(await SimpleWebAuthnBrowser[start]({optionsJSON}));
  const answered = await fetch(answer, {method: "POST", headers, body});
  return {status: answered.status, ...await answered.json()};
}"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's script for pages."""
    return npm.install(PACKAGE, tmp_path_factory.mktemp("npm")) / BUNDLE


def enter(live: Live) -> str:
    """Register a user. Returns their access token."""
    with live.client() as client:
        client.post("/user", json=ADA)
        client.post("/user/activate-account/", json={"mobile": ADA["mobile"]})
        entered = client.post("/user/login", json={name: ADA[name] for name in ("username", "password")})
        assert entered.status_code == 200, entered.text
        return str(entered.json()["access_token"])


@needs_chromium
def test_simplewebauthn_adds_a_passkey_and_logs_in_with_it(bundle: Path, tmp_path: Path) -> None:
    with Live(tmp_path / "instance") as live, opened_browser(tmp_path) as browser:
        token, page = enter(live), browser.new_page()
        page.add_init_script(path=bundle)
        page.goto(f"{live.url.replace('127.0.0.1', 'localhost')}/docs")
        plug_in_authenticator(page)
        added = go(page, "startRegistration", "/user/passkeys/options", "/user/passkeys", token)
        assert added["status"] == 201, added
        answer = go(page, "startAuthentication", "/user/login/passkey/options", "/user/login/passkey")
        assert answer["status"] == 200, answer
        assert opened(answer["access_token"])[1]["sub"] == opened(token)[1]["sub"]


def go(page: Page, *ceremony: str) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(CEREMONY, list(ceremony))
    return answer
