"""Pages are kept apart from the windows, the domains and the devices around them."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from gatepost.app import PAGES
from gatepost.http.access import PUBLIC
from tests.support.browser import browser as browser
from tests.support.browser import needs_chromium
from tests.support.live import Live

HTML = {"Accept": "text/html"}
PATHS = sorted(
    {page.path for room in PAGES for page in room.pages if page.access is PUBLIC and not page.form}
    - {page.path for room in PAGES for page in room.pages if "<" in page.path}
)


class Stranger(BaseHTTPRequestHandler):
    """A page of another origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("live")) as running:
        yield running


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """A page of another origin of the same browser."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://localhost:{server.server_port}/")
        yield page
        server.shutdown()


@pytest.mark.asvs("3.4.8")
def test_every_page_is_kept_apart_and_nothing_else_says_so(app: Flask) -> None:
    client, seen = app.test_client(), set()
    for path in PATHS:
        answer = client.get(path, headers=HTML)
        is_page = answer.content_type.startswith("text/html") and answer.status_code != 303
        assert (answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin") is is_page, path
        assert (answer.headers.get("Origin-Agent-Cluster") == "?1") is is_page, path
        assert ("camera=()" in answer.headers.get("Permissions-Policy", "")) is is_page, path
        seen |= {path} if is_page else set()
    assert seen >= {"/", "/docs", "/link", "/dev/inbox", "/account/login", "/account/register"}


@needs_chromium
@pytest.mark.asvs("3.4.8")
def test_a_window_of_another_origin_loses_a_page_that_it_opens(live: Live, stranger: Page) -> None:
    for path, kept in (("/account/login", False), ("/healthz", True)):
        with stranger.expect_popup() as opened:
            stranger.evaluate("(address) => { window.theirs = window.open(address); }", f"{live.url}{path}")
        opened.value.wait_for_load_state()
        assert opened.value.evaluate("window.opener !== null") is kept, path
        stranger.wait_for_function(f"window.theirs.closed === {'false' if kept else 'true'}")
        assert opened.value.evaluate("window.originAgentCluster")
