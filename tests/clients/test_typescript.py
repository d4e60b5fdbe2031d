"""The TypeScript client compiles, its types are those of the document, its tests pass in Node, two tabs take turns."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from gatepost_client import Client, calls
from playwright.sync_api import Error, Page, Route

from tests.clients.conftest import REFRESH
from tests.docs.blocks import run as run_page
from tests.servers.processes import free_port
from tests.serving.wire import join
from tests.support import npm
from tests.support.browser import needs_chromium, opened_browser
from tests.support.live import ROOT, Live
from tests.support.people import Person

PACKAGE = ROOT / "clients/typescript"
TSC = "node_modules/typescript/bin/tsc"
START = """async (options) => {
  const { Client, SharedStore } = await import("/client/index.js");
  const store = new SharedStore();
  window.gatepost = new Client("", options ?? { store });
  window.expire = async () => {
    const { session, ...rest } = await store.load();
    await store.save({ ...rest, session: { ...session, accessToken: "expired" } });
  };
}"""
LOG_IN = """() => gatepost.logIn({ username: "ada", password: "password" })"""
FIVE = """() => void (window.asked = Promise.all([1, 2, 3, 4, 5].map(() => gatepost.session())))"""
ANSWERED = """async () => (await window.asked).map(({ uuid }) => uuid)"""
CHANGE = """({ uuid }) => gatepost.send("PATCH", "/user/{uuid}", { path: { uuid }, body: { gender: "Female" } })"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, installed by its lock and compiled, once for all processes that run tests."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "typescript-client"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "dist").exists():
            npm.install(PACKAGE, folder)
            done("node", TSC, folder=folder)
    return folder


def done(*command: str, folder: Path, **environment: str) -> str:
    ran = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_its_types_are_those_of_the_document_and_refuse_what_the_service_refuses(package: Path) -> None:
    done(sys.executable, "clients/generate.py", "--check", "--npm", str(package), folder=ROOT)
    strict = ["--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom,dom.asynciterable"]
    done("node", TSC, "--noEmit", *strict, "test/types.ts", folder=package)


def test_its_tests_pass_in_node(package: Path, live: Live, ada: Person, tmp_path: Path) -> None:
    code = recovery_code(live, join(live.url, "tess"))
    world = {"GATEPOST_URL": live.url, "RECOVERY_CODE": code, "FREE_PORT": str(free_port())}
    done("npm", "test", "--silent", folder=package, **world)
    quick = package / "quick"
    quick.mkdir()
    run_page("clients/typescript/README.md", quick, {"http://127.0.0.1:8087": live.url, "ada": ada.username})


def recovery_code(live: Live, person: Person) -> str:
    """Enrol a second factor. Returns a code that takes its place once."""
    with Client(live.url) as gatepost:
        gatepost.log_in(username=person.username, password=person.password)
        begun = gatepost.send(calls.factors.make_totp_secret())
        code = pyotp.parse_uri(begun["uri"]).now()
        return gatepost.send(calls.factors.verify_first_code(id=begun["id"], code=code))["recovery_codes"][0]


@pytest.fixture
def tabs(package: Path, live: Live, ada: Person, tmp_path: Path) -> Iterator[tuple[Page, Page]]:
    """Two tabs of one browser, on pages of the service's own origin that can load the client."""

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name:
            route.fulfill(path=package / "dist" / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>A page</title>", content_type="text/html")

    with opened_browser(tmp_path) as browser:
        context = browser.new_context()
        context.route(f"{live.url}/client/*", serve)
        one, two = context.new_page(), context.new_page()
        for page in (one, two):
            page.goto(f"{live.url}/client/")
        yield one, two


@needs_chromium
def test_two_tabs_make_one_refresh(tabs: tuple[Page, Page], ada: Person) -> None:
    one, two = tabs
    lines: list[str] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    one.context.on("request", lambda request: lines.append(f"{request.method} /{request.url.split('/', 3)[3]}"))
    one.context.route("**/user/refresh-token/", hold)
    for page in tabs:
        page.evaluate(START)
    one.evaluate(LOG_IN)
    one.evaluate("expire()")
    with one.expect_request("**/user/refresh-token/"):
        one.evaluate(FIVE)
    with two.expect_response(lambda response: response.status == 401):
        two.evaluate(FIVE)
    two.wait_for_function("async () => (await navigator.locks.query()).pending.length > 0")  # it waits for its turn
    for route in held:
        route.continue_()
    assert one.evaluate(ANSWERED) + two.evaluate(ANSWERED) == [ada.uuid] * 10
    assert lines.count(REFRESH) == 1


@needs_chromium
def test_a_session_in_a_cookie_outlives_the_page_and_follows_the_other_tab_but_no_other_user(
    tabs: tuple[Page, Page], live: Live, ada: Person
) -> None:
    one, two = tabs
    cookie = {"session": "cookie"}
    for page in tabs:
        page.evaluate(START, cookie)
    assert one.evaluate("async () => (await gatepost.session()) ?? null") is None
    assert one.evaluate(LOG_IN) == {"kind": "signed_in"}
    assert one.evaluate(CHANGE, {"uuid": ada.uuid})["data"]["gender"] == "Female"
    two.evaluate(LOG_IN)  # gives the browser another cookie, and another CSRF token
    assert one.evaluate(CHANGE, {"uuid": ada.uuid})["status"] == 200
    join(live.url, "una")
    two.evaluate(LOG_IN.replace("ada", "una"))
    with pytest.raises(Error, match="Refused"):
        one.evaluate("() => gatepost.send('POST', '/user/logout/')")  # of ada's session: una's goes on
    assert two.evaluate("() => gatepost.session()")["uuid"] != ada.uuid
    two.evaluate(LOG_IN)
    one.reload()
    one.evaluate(START, cookie)
    assert one.evaluate("() => gatepost.session()")["uuid"] == ada.uuid
    one.evaluate("() => gatepost.logOut()")
    assert one.evaluate("async () => (await gatepost.session()) ?? null") is None
    assert one.evaluate("async () => (await indexedDB.databases()).length") == 0


@needs_chromium
@pytest.mark.parametrize(
    "missing", ["undefined", "{ open() { throw new DOMException('no storage', 'SecurityError') } }"]
)
def test_without_storage_a_session_lasts_as_long_as_the_page(
    tabs: tuple[Page, Page], ada: Person, missing: str
) -> None:
    """As in some private windows."""
    one, _ = tabs
    one.evaluate(f"() => Object.defineProperty(window, 'indexedDB', {{ value: {missing} }})")
    one.evaluate(START)
    assert one.evaluate(LOG_IN) == {"kind": "signed_in"}
    one.evaluate("expire()")
    assert one.evaluate("() => gatepost.session()")["uuid"] == ada.uuid
    one.evaluate("() => gatepost.logOut()")
    assert one.evaluate("async () => (await gatepost.session()) ?? null") is None


@needs_chromium
def test_storage_that_is_deleted_signs_all_tabs_out_and_is_used_again(tabs: tuple[Page, Page], ada: Person) -> None:
    one, two = tabs
    for page in tabs:
        page.evaluate(START)
    one.evaluate(LOG_IN)
    assert two.evaluate("() => gatepost.session()")["uuid"] == ada.uuid
    two.evaluate(
        """() => new Promise((resolve, reject) => {
          const request = indexedDB.deleteDatabase("gatepost");
          request.onsuccess = resolve;
          request.onblocked = request.onerror = reject;
        })"""
    )
    for page in tabs:
        assert page.evaluate("async () => (await gatepost.session()) ?? null") is None
    one.evaluate(LOG_IN)
    assert two.evaluate("() => gatepost.session()")["uuid"] == ada.uuid
