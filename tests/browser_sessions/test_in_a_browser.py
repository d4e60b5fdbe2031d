"""Pages of others achieve nothing in Chromium while their visitor has a session in a cookie."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.servers.processes import free_port
from tests.support.browser import needs_chromium, opened_browser
from tests.support.live import Live

pytestmark = [needs_chromium, pytest.mark.asvs("3.5.1")]

LOG_IN = """async ([api, session]) => {
  const body = JSON.stringify({ username: "ada", password: "password", session });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${api}/user/login`, { method: "POST", credentials: "include", headers, body });
  return [answer.status, await answer.json()];
}"""
ASK = """async ([api, method, path, headers]) => {
  try {
    const answer = await fetch(api + path, { method, credentials: "include", headers });
    return [answer.status, await answer.text()];
  } catch (error) {
    return [0, ""];
  }
}"""
BLIND = """async ([api, path]) => {
  const body = new URLSearchParams({ a: "b" });
  await fetch(api + path, { method: "POST", mode: "no-cors", credentials: "include", body }).catch(() => null);
}"""


@contextmanager
def served(folder: Path, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as server:
        try:
            yield
        finally:
            server.terminate()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[str, BrowserContext, str, int]]:
    """The address of the service, a browser, the origin of our page, and the port of pages of others."""
    port, theirs, folder = free_port(), free_port(), tmp_path / "pages"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>A page</title>")
    own = f"http://localhost:{port}"
    with (
        Live(tmp_path / "instance", GATEPOST_BROWSER_ORIGINS=own) as live,
        served(folder, port),
        served(folder, theirs),
        opened_browser(tmp_path) as browser,
    ):
        with live.client() as client:
            settle(client)
        yield live.url.replace("127.0.0.1", "localhost"), browser.new_context(), own, theirs


def settle(client: httpx.Client) -> None:
    account = {"username": "ada", "mobile": "01799999999", "password": "password"}
    assert client.post("/user", json=account).status_code == 201
    assert client.post("/user/activate-account/", json={"mobile": "01799999999"}).status_code == 200


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def session_of(page: Page, api: str) -> list[Any]:
    found: list[Any] = page.evaluate(ASK, [api, "GET", "/user/session", {}])
    return found


@pytest.mark.asvs("3.3.2")
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"], ids=["of the same site", "of another site"])
def test_a_page_of_another_origin_achieves_nothing(world: tuple[str, BrowserContext, str, int], host: str) -> None:
    """*localhost* is the same site as the service: SameSite does not help there, and the origin is what is checked."""
    api, context, own, theirs = world
    page = opened(context, own)
    status, told = page.evaluate(LOG_IN, [api, "cookie"])
    assert status == 200
    csrf = told["data"]["csrf_token"]
    evil = opened(context, f"http://{host}:{theirs}")
    for method, path in (("POST", "/user/logout/"), ("GET", "/user/logout/"), ("GET", "/user/session")):
        for headers in ({}, {"Gatepost-CSRF": csrf}):
            assert evil.evaluate(ASK, [api, method, path, headers]) == [0, ""]
    for path in ("/user/logout/", "/user/reauthenticate", "/user/login"):
        evil.evaluate(BLIND, [api, path])
    assert evil.evaluate(ASK, [api, "POST", "/user/login", {"Content-Type": "text/plain"}]) == [0, ""]
    evil.evaluate(
        "([api]) => { const form = document.createElement('form'); form.method = 'post';"
        " form.action = `${api}/user/logout/`; document.body.append(form); form.submit(); }",
        [api],
    )
    evil.wait_for_url(f"{api}/user/logout/")
    evil.goto(f"{api}/user/logout/")
    assert session_of(page, api)[0] == 200
    assert page.evaluate(ASK, [api, "POST", "/user/logout/", {"Gatepost-CSRF": csrf}])[0] == 200
    assert session_of(page, api)[0] == 401


def test_two_tabs_of_one_browser_have_one_session(world: tuple[str, BrowserContext, str, int]) -> None:
    api, context, own, _ = world
    one, two = opened(context, own), opened(context, own)
    first = one.evaluate(LOG_IN, [api, "cookie"])[1]["data"]
    assert csrf_of(two, api) == first["csrf_token"]
    second = two.evaluate(LOG_IN, [api, "cookie"])[1]["data"]
    old = {"Gatepost-CSRF": first["csrf_token"]}
    assert one.evaluate(ASK, [api, "POST", "/user/logout/", old])[0] == 403
    assert csrf_of(one, api) == second["csrf_token"]
    names = [cookie["name"] for cookie in context.cookies(f"{api}/")]
    assert names.count("gatepost-session") == 1


def csrf_of(page: Page, api: str) -> str:
    status, text = session_of(page, api)
    assert status == 200
    return str(httpx.Response(200, text=text).json()["data"]["csrf_token"])
