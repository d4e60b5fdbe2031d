"""A log-in from a device that is new is told to its user."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from gatepost.database import db
from gatepost.users.known_devices import KnownDevice
from tests.one_time_codes.test_known_and_unknown import watched
from tests.support.letters import Letter, Letters
from tests.support.people import Person
from tests.support.time import SetClock

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
LATER = FIREFOX.replace("145", "146")
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Mobile/15E148 Safari/604.1"


def log_in(client: FlaskClient, agent: str = FIREFOX, address: str = "192.0.2.1", **headers: str) -> int:
    return client.post(
        "/user/login",
        json={"username": "ada", "password": "password"},
        headers={"User-Agent": agent, **headers},
        environ_overrides={"REMOTE_ADDR": address},
    ).status_code


def devices(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(KnownDevice)) or 0


@pytest.fixture
def told(client: FlaskClient, letters: Letters, ada: Person) -> Letters:
    """The messages, after ada has logged in from her first device, of which nobody is told."""
    assert letters.new() == []
    return letters


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.5")
def test_each_device_is_told_once(client: FlaskClient, told: Letters, time: SetClock) -> None:
    assert log_in(client, **{"Accept-Language": "de-DE,de;q=0.9"}) == 200  # may be a stranger's
    letter = told.one("new_device")
    assert letter == Letter(
        "new_device",
        "sms",
        letter.to,
        "en",
        {
            "username": "ada",
            "device": "Firefox on Linux",
            "address": "192.0.2.1",
            "at": time.now().strftime("%Y-%m-%d %H:%M UTC"),
        },
    )
    time.pass_(days=400)
    assert log_in(client) == 200
    assert told.new() == []


@pytest.mark.parametrize(
    ("agent", "address", "new"),
    [
        (LATER, "192.0.255.254", False),
        (FIREFOX, "::ffff:192.0.2.77", False),
        (FIREFOX, "192.1.2.1", True),
        (SAFARI, "192.0.2.1", True),
        (FIREFOX, "2001:db8::1", True),
        ("", "192.0.2.1", True),
        (FIREFOX, "no address", True),
    ],
)
def test_a_device_is_a_kind_of_program_in_a_neighbourhood(
    client: FlaskClient, told: Letters, agent: str, address: str, new: bool
) -> None:
    log_in(client)
    told.new()
    assert log_in(client, agent, address) == 200
    assert [each.name for each in told.new()] == ["new_device"] * new
    assert log_in(client, agent, address) == 200
    assert told.new() == []


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"username": "nobody"}])
def test_nothing_is_told_of_a_log_in_that_failed(client: FlaskClient, told: Letters, wrong: dict[str, str]) -> None:
    body = {"username": "ada", "password": "password"} | wrong
    assert client.post("/user/login", json=body, headers={"User-Agent": FIREFOX}).status_code == 401
    assert told.new() == []


def test_a_known_device_costs_one_statement(app: Flask, client: FlaskClient, told: Letters) -> None:
    log_in(client)
    with watched(app) as sent:
        log_in(client)
    assert len([statement for statement in sent if "known_devices" in statement]) == 1


@pytest.mark.every_engine
def test_fifty_are_remembered_and_the_one_that_was_not_seen_for_longest_is_forgotten(
    app: Flask, client: FlaskClient, told: Letters, time: SetClock
) -> None:
    for number in range(60):
        time.pass_(minutes=1)
        log_in(client, address=f"10.{number}.0.1")
    assert devices(app) == 50
    told.new()
    log_in(client, address="10.10.0.1")
    assert told.new() == []
    log_in(client, address="10.9.0.1")
    told.one("new_device")


@pytest.mark.one_factor
@pytest.mark.every_engine
def test_many_at_once_from_one_device_are_one_device(app: Flask, client: FlaskClient, told: Letters) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: log_in(app.test_client()), range(16)))
    assert statuses == [200] * 16
    assert devices(app) == 2
    told.one("new_device")
