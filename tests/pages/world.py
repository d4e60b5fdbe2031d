"""A service with sample accounts, and a browser in which its people are signed in."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from tests.pages.sample import fill
from tests.pages.visits import Visit
from tests.support.browser import opened_browser
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment

PASSWORD = "one two three four"
PEOPLE = {"ada": "ada@example.org", "grace": "grace@example.org", "zuhora": "zuhora@example.org"}
ADMINISTRATOR = ("root", "+8801800000001")
PROVIDERS = [{"name": "google", "client_id": "gatepost", "client_secret": "a secret that nobody is asked for"}]
SETTINGS = {
    "GATEPOST_ACTIVATION": "code",
    "GATEPOST_LIMITS": "off",
    "GATEPOST_PROVIDERS": json.dumps(PROVIDERS),
}
_WHO = 'read = ["user", "administrator"]\nwrite = ["user", "administrator"]\n'
FIELDS = f"""
[card]
type = "text"
label = "Library card"
required = true
{_WHO}
[level]
type = "integer"
{_WHO}
[news]
type = "boolean"
{_WHO}
[born]
type = "date"
{_WHO}
[team]
type = "choice"
values = ["Archive", "Reading room"]
{_WHO}
[tongues]
type = "choices"
values = ["Bengali", "German"]
{_WHO}"""


@dataclass
class World:
    live: Live
    browser: Browser
    values: dict[str, str] = field(default_factory=dict)  # of the addresses of visits
    states: dict[str, Any] = field(default_factory=dict)  # the cookies of each person

    def window(self, of: str, **look: Any) -> BrowserContext:
        """A window of this person's browser; *look*: how it is shown, as Playwright names it."""
        made = self.browser.new_context(storage_state=self.states[of], reduced_motion="reduce", **look)
        made.route("**/assets/go-on.js", lambda route: route.abort())  # a page that leads on stays to be looked at
        return made

    def visit(self, page: Page, visit: Visit) -> None:
        """Go where *visit* says, and wait until it is there."""
        page.goto("about:blank")  # otherwise another fragment of the same page would not load it
        address = f"{self.live.url}{visit.at.format(**self.values)}"
        answer = page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status < 400, f"{visit.path}: {answer.status}"
        assert page.url.partition("#")[0] == address.partition("#")[0], f"{visit.path}: it leads on to {page.url}"
        if visit.after is not None:
            visit.after(page)
        page.locator(visit.has).first.wait_for()
        page.wait_for_load_state("load")  # an element is there before the style sheet of its page


@contextmanager
def sample_world(folder: Path, *options: str) -> Iterator[World]:
    """Begin such a world in *folder*. *options*: those of ``gatepost serve``."""
    with ExitStack() as stack:
        instance = folder / "instance"
        instance.mkdir()
        (instance / "fields.toml").write_text(FIELDS)
        live = stack.enter_context(Live(instance, *options, **SETTINGS))
        world = World(live, stack.enter_context(opened_browser(folder)), states={"anyone": None})
        with live.client() as client:
            for name, email in PEOPLE.items():
                world.values[name] = _settle(client, name, email)
        _appoint(live)
        for person, name in (("user", "ada"), ("administrator", ADMINISTRATOR[0])):
            world.states[person] = _signed_in(world, name)
        world.values |= fill(live.instance / "gatepost.db", world.values["ada"])
        yield world


def _settle(client: httpx.Client, username: str, email: str) -> str:
    """Register and activate, by the code in the inbox. Returns the uuid."""
    body = {"username": username, "email": email, "password": PASSWORD, "fields": {"card": "1815-12"}}
    made = client.post("/user", json=body)
    assert made.status_code == 201, made.text
    [message] = client.get("/dev/inbox", params={"to": email}, headers={"Accept": "application/json"}).json()["data"]
    done = client.post("/user/activate-account/", json={"email": email, "code": message["code"]})
    assert done.status_code == 200, done.text
    return str(made.json()["data"]["uuid"])


def _appoint(live: Live) -> None:
    username, mobile = ADMINISTRATOR
    words = ("users", "create-admin", "--username", username, "--mobile", mobile, "--password-stdin")
    environment = clean_environment(GATEPOST_INSTANCE=str(live.instance))
    made = gatepost(*words, folder=live.instance, environment=environment, said=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr


def _signed_in(world: World, username: str) -> Any:
    """The cookies of a browser in which this person has signed in by the page for that."""
    with world.browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{world.live.url}/account/login")
        page.locator("#name").fill(username)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url(f"{world.live.url}/account")
        return context.storage_state()
