"""Chromium with a virtual authenticator, against the real server, on every engine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.serving.conftest import empty_database as empty_database
from tests.support.browser import browser as browser
from tests.support.browser import needs_chromium
from tests.support.live import Live
from tests.tokens.forge import opened

pytestmark = [needs_chromium, pytest.mark.every_engine]

# What an app would write: options and answers go through as they are.
SCRIPT = """
async function call(method, path, body, token) {
  const headers = {"Content-Type": "application/json", ...(token && {Authorization: `Bearer ${token}`})};
  const answer = await fetch(path, {method, headers, ...(body && {body: JSON.stringify(body)})});
  return {status: answer.status, ...await answer.json()};
}
async function add(token) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    await call("POST", "/user/passkeys/options", null, token));
  const credential = await navigator.credentials.create({publicKey});
  return call("POST", "/user/passkeys", credential.toJSON(), token);
}
async function logIn(more = {}) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    await call("POST", "/user/login/passkey/options"));
  const credential = await navigator.credentials.get({publicKey, ...more});
  return call("POST", "/user/login/passkey", credential.toJSON());
}
Object.assign(window, {call, add, logIn});
"""


@pytest.fixture(scope="module")
def live(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder: Path = tmp_path_factory.mktemp("live")
    with Live(folder, SQLALCHEMY_DATABASE_URI=empty_database) as running:
        yield running
        assert "Traceback" not in running.log


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    """A page of the service at localhost, and a device with an authenticator that verifies its user."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(SCRIPT)
        page.goto(f"{live.url.replace('127.0.0.1', 'localhost')}/docs")
        yield page


@pytest.fixture
def device(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    return session


def plug_in(device: CDPSession, **more: Any) -> str:
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        "defaultBackupEligibility": True,
        "defaultBackupState": True,
        **more,
    }
    added: str = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return added


@pytest.fixture
def token(page: Page) -> Callable[[str], str]:
    """Registers a user, and gives their access token."""

    def join(username: str) -> str:
        body = {"username": username, "mobile": f"0170{sum(username.encode()):07}", "password": "password"}
        page.evaluate("body => call('POST', '/user', body)", body)
        page.evaluate("body => call('POST', '/user/activate-account/', body)", {"mobile": body["mobile"]})
        known = {"username": username, "password": body["password"]}
        answer = page.evaluate("body => call('POST', '/user/login', body)", known)
        assert answer["status"] == 200, answer
        return str(answer["access_token"])

    return join


def test_a_passkey_is_added_and_logs_in_and_is_removed(
    page: Page, device: CDPSession, token: Callable[[str], str]
) -> None:
    plug_in(device)
    ada = token("ada")
    added = page.evaluate("token => add(token)", ada)
    assert (added["status"], added["data"]["backup"]) == (201, "done")
    answer = page.evaluate("() => logIn()")
    assert answer["status"] == 200, answer
    assert opened(answer["access_token"])[1]["sub"] == opened(ada)[1]["sub"]
    path = f"/user/passkeys/{added['data']['id']}"
    removed = page.evaluate("([path, token]) => call('DELETE', path, null, token)", [path, ada])
    assert removed["status"] == 200, removed
    assert page.evaluate("() => logIn()")["code"] == "unknown_passkey"
    told = page.evaluate(
        """async signals => {
            for (const [name, told] of Object.entries(signals)) await PublicKeyCredential[name]?.(told);
            return Object.keys(signals).map(name => name in PublicKeyCredential);
        }""",
        removed["signals"],
    )
    assert told == [True, True, True]
    assert page.evaluate("() => logIn().catch(error => error.name)") == "NotAllowedError"


def test_a_key_that_counts_and_stays_on_its_device(page: Page, device: CDPSession, token: Callable[[str], str]) -> None:
    plug_in(device, transport="usb", defaultBackupEligibility=False, defaultBackupState=False)
    grace = token("grace")
    assert page.evaluate("token => add(token)", grace)["data"]["backup"] == "never"
    for _ in range(2):
        assert page.evaluate("() => logIn()")["status"] == 200
    again = page.evaluate("token => add(token).catch(error => error.name)", grace)
    assert again == "InvalidStateError"  # it is excluded, because it is known


def test_an_authenticator_that_does_not_verify_its_user_lets_nobody_in(
    page: Page, device: CDPSession, token: Callable[[str], str]
) -> None:
    authenticator = plug_in(device)
    assert page.evaluate("token => add(token)", token("mallory"))["status"] == 201
    device.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    assert page.evaluate("() => logIn().catch(error => error.name)") == "NotAllowedError"


def test_a_form_offers_passkeys_by_itself(page: Page, device: CDPSession, token: Callable[[str], str]) -> None:
    plug_in(device)
    lin = token("lin")
    assert page.evaluate("token => add(token)", lin)["status"] == 201
    page.evaluate(
        "document.body.insertAdjacentHTML('afterbegin', '<input id=name autocomplete=\"username webauthn\">')"
    )
    assert page.evaluate("() => PublicKeyCredential.isConditionalMediationAvailable()")
    answer = page.evaluate("() => logIn({mediation: 'conditional'})")
    assert answer["status"] == 200, answer
    assert opened(answer["access_token"])[1]["sub"] == opened(lin)[1]["sub"]
