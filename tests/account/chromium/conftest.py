"""Chromium, and a service whose accounts wait for a code."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.servers.processes import free_port
from tests.support.browser import browser as browser
from tests.support.live import Live


@pytest.fixture(scope="module")
def app_port() -> int:
    """The port of an application to which people come back."""
    return free_port()


@pytest.fixture(scope="module")
def live(app_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(
        tmp_path_factory.mktemp("live"),
        GATEPOST_ACTIVATION="code",
        GATEPOST_MESSAGE_INTERVAL="0",
        GATEPOST_RETURN_TO=f"http://localhost:{app_port}",
    ) as running:
        running.url = running.url.replace("127.0.0.1", "localhost")
        yield running
        assert "Traceback" not in running.log


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    with browser.new_context(base_url=live.url) as context:
        yield context.new_page()


@pytest.fixture
def plain(browser: Browser, live: Live) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    with browser.new_context(base_url=live.url, java_script_enabled=False) as context:
        yield context.new_page()
