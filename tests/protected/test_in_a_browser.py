"""nginx and Caddy as docs/forward-auth.md shows them, and people who open the application behind them in Chromium."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.examples.proxy import Proxy, caddy, nginx, told_identity
from tests.examples.run_proxy import require
from tests.servers.processes import free_port
from tests.serving.wire import Reply, join
from tests.support.browser import needs_chromium, opened_browser
from tests.support.live import Live
from tests.support.people import Person

pytestmark = needs_chromium
HTML = ("Accept", "text/html")
SEND_FORM = """([address]) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = address;
  document.body.replaceChildren(form);
  setTimeout(() => form.submit());
}"""
FETCH = """async ([method, headers]) => {
  const answer = await fetch('/notes', { method, headers });
  return [answer.status, await answer.text()];
}"""


class World(NamedTuple):
    """A protected application behind a proxy, and a browser."""

    live: Live
    proxy: Proxy
    page: Page
    ada: Person

    @property
    def app(self) -> str:
        return f"http://app.localhost:{self.proxy.port}"

    def sign_in(self) -> None:
        """Open the application, and do what Gatepost asks for."""
        self.page.goto(f"{self.app}/notes?a=b")
        assert self.page.url.startswith(f"{self.live.url}/account/login?next=")
        self.page.fill("[name=name]", "ada")
        self.page.fill("[name=password]", self.ada.password)
        self.page.click("main button")
        self.page.wait_for_url(f"{self.app}/notes?a=b")

    def told(self) -> Reply:
        """The headers that the application was sent for the page that is open."""
        return Reply(200, None, self.page.inner_text("body"))  # type: ignore[arg-type]  # no headers are looked at

    def send_form_from(self, host: str) -> int:
        """A page of this host sends a form to the application. Returns the status that its visitor sees."""
        other = self.page.context.new_page()
        other.goto(f"http://{host}:{self.proxy.application.server_port}/")
        address = f"{self.app}/notes"
        with other.expect_response(address) as answered:
            other.evaluate(SEND_FORM, [address])
        return answered.value.status


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    start: Callable[..., AbstractContextManager[Proxy]] = request.param
    require(start.__name__)
    folder, port = tmp_path_factory.mktemp("protected"), free_port()
    protected = f"http://app.localhost:{port}"
    with (
        Live(folder / "instance", GATEPOST_PROTECTED_ORIGINS=protected) as live,
        start(_made(folder / "proxy"), live.url, port=port) as proxy,
        opened_browser(folder) as browser,
    ):
        yield World(live, proxy, browser.new_context().new_page(), join(live.url, "ada"))


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _a_new_browser(world: World) -> None:
    world.page.context.clear_cookies()
    world.proxy.reached()


@pytest.mark.asvs("3.7.2")
def test_a_person_signs_in_and_comes_back_to_the_page(world: World) -> None:
    world.sign_in()
    told = dict(told_identity(world.told()))
    assert (told["X-Auth-User"], told["X-Auth-Username"]) == (world.ada.uuid, "ada")
    assert "gatepost-forward" not in world.told().text
    assert {each["path"] for each in world.proxy.reached()} <= {"/notes?a=b", "/favicon.ico"}
    world.page.goto(f"{world.app}/other")
    assert world.told().json["path"] == "/other"


@pytest.mark.asvs("7.4.1")
def test_a_log_out_ends_access_at_once(world: World) -> None:
    world.sign_in()
    world.page.goto(f"{world.live.url}/account")
    world.page.click("nav button")
    world.page.wait_for_url("**/account/login?*")
    world.proxy.reached()
    world.page.goto(f"{world.app}/notes?a=b")
    assert world.page.url.startswith(f"{world.live.url}/account/login?next=")
    assert world.proxy.reached() == []


def test_a_cookie_of_the_application_with_other_letters_hides_no_session(world: World) -> None:
    world.sign_in()
    world.page.evaluate("document.cookie = 'name=Zoë'")
    world.page.goto(f"{world.app}/other")
    assert world.told().json["path"] == "/other"
    world.page.context.clear_cookies(name="gatepost-forward")
    world.page.goto(f"{world.app}/third")  # by way of Gatepost, where the session is
    assert world.told().json["path"] == "/third"


def test_a_script_of_the_application_gets_through_as_who_it_is(world: World) -> None:
    world.sign_in()
    for method in ("GET", "POST"):
        status, text = world.page.evaluate(FETCH, [method, {"X-Auth-User": "root", "X_Auth_User": "root"}])
        assert (status, json.loads(text)["method"]) == (200, method)
        told = told_identity(Reply(200, None, text))  # type: ignore[arg-type]  # no headers are looked at
        assert [value for name, value in told if name == "X-Auth-User"] == [world.ada.uuid]
        assert "root" not in text


def test_a_script_that_is_not_signed_in_gets_401(world: World) -> None:
    world.sign_in()
    world.page.context.clear_cookies()
    assert world.page.evaluate(FETCH, ["GET", {"Accept": "text/html"}])[0] == 401


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    ("host", "status"), [("evil.app.localhost", 403), ("evil.localhost", 401)], ids=["same site", "another site"]
)
def test_a_page_of_others_cannot_post_through(world: World, host: str, status: int) -> None:
    world.sign_in()
    assert world.send_form_from(host) == status
    assert [each for each in world.proxy.reached() if each["method"] == "POST"] == []


@pytest.mark.asvs("8.3.1")
def test_a_program_gets_401_and_so_does_an_unlisted_host(world: World) -> None:
    host = ("Host", f"app.localhost:{world.proxy.port}")
    for method, headers in (("GET", [host]), ("POST", [host, HTML]), ("GET", [HTML])):
        answer = world.proxy.ask(method, "/notes", *headers)
        assert answer.status == 401
        assert answer.headers.get_all("WWW-Authenticate") == ['Bearer realm="gatepost"']
        assert answer.json["code"] == "authentication_required"
        assert "Location" not in answer.headers
    assert world.proxy.ask("GET", "/notes", host, HTML).status == 303
    assert world.proxy.reached() == []
