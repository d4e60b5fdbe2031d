"""The service on SQLite alone, for what no database has a say in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from gatepost.database import db
from gatepost.registration.administrator import create_administrator
from gatepost.roles.set_roles import set_roles
from tests.support.apps import Apps
from tests.support.browser import Seen
from tests.support.browser import browser as browser
from tests.support.live import Live
from tests.support.people import People, Person
from tests.support.template import copy_template
from tests.web.endpoints import ENDPOINTS, add_webhook
from tests.web.link import Api


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a SQLite file with all tables."""
    file = tmp_path_factory.mktemp("web") / "web.db"
    copy_template(file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def sqlite_apps(sqlite_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apps]:
    """As apps, on SQLite alone."""
    made = Apps(sqlite_database, tmp_path_factory.mktemp("web"))
    yield made
    made.close()


@pytest.fixture
def make_service(sqlite_apps: Apps) -> Callable[..., Flask]:
    """As make_app, on SQLite alone."""
    sqlite_apps.empty_tables()
    return sqlite_apps.make


@pytest.fixture
def service(make_service: Callable[..., Flask]) -> Flask:
    return make_service()


@pytest.fixture
def door(service: Flask) -> FlaskClient:
    """As client, on SQLite alone."""
    return service.test_client()


@pytest.fixture
def guest(door: FlaskClient, service: Flask) -> Person:
    """An administrator who is logged in, on SQLite alone: every endpoint serves them."""
    person = People(door).bring("guest")
    with service.app_context():  # without another, the guest were the last one
        create_administrator(username="another", mobile="01999999999", email=None, password="password of another")
        set_roles(person.uuid, ["administrator"])
        add_webhook()
        db.session.commit()
    return person


@pytest.fixture
def ada(ada: Person, app: Flask, request: pytest.FixtureRequest) -> Person:
    """As elsewhere; an administrator, where the test's endpoint (``name``) serves nobody else."""
    cases = getattr(request.node, "callspec", None)
    endpoint = None if cases is None else ENDPOINTS.get(cases.params.get("name", ""))
    if endpoint is None or endpoint.access.permission is None:
        return ada
    return People(app.test_client()).appoint(app, "chief")


@pytest.fixture
def caller_of(ada: Person, app: Flask) -> Callable[[str], Person]:
    """For the name of an endpoint ada, or an administrator, where it serves nobody else."""
    chief = People(app.test_client()).appoint(app, "chief")
    return lambda name: ada if ENDPOINTS[name].access.permission is None else chief


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The real server with the defaults of development."""
    instance: Path = tmp_path_factory.mktemp("live")
    with Live(instance) as running:
        yield running


@pytest.fixture
def open_link(browser: Browser, live: Live) -> Iterator[Callable[..., tuple[Page, Api, Seen]]]:
    """Open the page with this fragment, in a browser that speaks this language."""
    contexts = []

    def open_(fragment: str, locale: str = "en-GB") -> tuple[Page, Api, Seen]:
        contexts.append(browser.new_context(locale=locale))
        page = contexts[-1].new_page()
        page.set_default_timeout(5000)
        api, seen = Api(page), Seen(page)
        page.goto(f"{live.url}/link{fragment}")
        return page, api, seen

    yield open_
    for context in contexts:
        context.close()
