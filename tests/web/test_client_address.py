"""The client's address: one function tells it, for limits, sessions and notices alike."""

from collections.abc import Callable
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost import clock
from gatepost.app import create_app
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.http.client import client_address
from gatepost.sessions.models import Session
from gatepost.settings import BadSettings
from tests.support.letters import Letters
from tests.support.people import People

PROXY, CLIENT, FORGED = "10.0.0.1", "198.51.100.1", "203.0.113.9"


@pytest.fixture
def told(make_service: Callable[..., Flask]) -> Callable[..., str]:
    """Which address a request has that comes from this peer with this X-Forwarded-For."""
    app = make_service(trusted_proxies=(PROXY, "172.16.0.0/12", "2001:db8::/32", "::ffff:10.9.9.9"))

    def tell(forwarded: str, peer: str | None = PROXY) -> str:
        environ = {"HTTP_X_FORWARDED_FOR": forwarded} | ({} if peer is None else {"REMOTE_ADDR": peer})
        with app.app_context():
            return client_address(environ)

    return tell


@pytest.mark.asvs("4.1.3")
@pytest.mark.asvs("15.3.4")
@pytest.mark.parametrize(
    "forwarded",
    [
        CLIENT,
        f"{FORGED}, {CLIENT}",
        f"{FORGED},{CLIENT} , 172.16.0.9",
        f"x, {FORGED}, {CLIENT}\t,172.31.255.255,  10.0.0.1",
        f"{CLIENT}, ,,",  # an empty one is none (RFC 9110 section 5.6.1)
        f"{CLIENT}:41234",  # as some proxies write it, with the port
        f"{FORGED}, ::ffff:{CLIENT}",
        f"[::ffff:{CLIENT}]:443, [2001:db8::1]:443, 2001:db8::2, ::ffff:172.16.0.1",
        f"{'10.0.0.1, ' * 10_000}{CLIENT}",
    ],
)
def test_the_first_hop_from_the_right_that_is_not_trusted_is_the_client(
    told: Callable[..., str], forwarded: str
) -> None:
    assert told(forwarded) == CLIENT
    assert told(forwarded, f"::ffff:{PROXY}") == CLIENT  # the same proxy, where both kinds of address are listened to
    assert told(forwarded, "10.9.9.9") == CLIENT
    assert told(forwarded, FORGED) == FORGED
    assert told(forwarded, "10.0.0.2") == "10.0.0.2"


@pytest.mark.parametrize(
    "forwarded",
    [
        "unknown",
        "_hidden",
        "a" * 60_000,
        f"{CLIENT}:x",
        f"{CLIENT}:\u0663",
        "[::1",
        "::1]x",
        "\u0663.1.1.1",
        "1.2.3",
        "127.1",
        "0x7f.1",
        "1.2.3.4/8",
        f"for={CLIENT}",
        f'"{CLIENT}"',
        "\x00",
    ],
)
def test_a_hop_that_is_no_address_is_not_believed_nor_is_anything_left_of_it(
    told: Callable[..., str], forwarded: str
) -> None:
    assert told(f"{CLIENT}, {forwarded}") == PROXY
    assert told(f"{CLIENT}, {forwarded}, 172.16.0.9") == "172.16.0.9"
    assert {told(nothing) for nothing in ("", " ", ",", "," * 60_000)} == {PROXY}


@pytest.mark.asvs("15.2.2")
def test_of_very_many_hops_only_the_last_few_are_looked_at(told: Callable[..., str]) -> None:
    hops = ", ".join(f"172.16.{number // 256}.{number % 256}" for number in range(4_000))
    started = clock.stopwatch()
    assert told(hops) == "172.16.15.128"  # the thirty-second from the right
    assert clock.stopwatch() - started < 0.5


def test_the_peer_of_a_socket_file_is_believed_where_that_is_said(make_service: Callable[..., Flask]) -> None:
    for proxies, address in [((), ""), ((PROXY,), ""), (("unix",), CLIENT), ((PROXY, "unix"), CLIENT)]:
        with make_service(trusted_proxies=proxies).app_context():
            for environ in ({}, {"REMOTE_ADDR": ""}):
                assert client_address({"HTTP_X_FORWARDED_FOR": f"{FORGED}, {CLIENT}", **environ}) == address
            assert client_address({"HTTP_X_FORWARDED_FOR": CLIENT, "REMOTE_ADDR": FORGED}) == FORGED


@pytest.mark.parametrize("wrong", ["proxy.example.org", "10.0.0.1/8", "10.0.0.300", "UNIX:"])
def test_a_proxy_that_is_no_address_stops_the_start(tmp_path: object, wrong: str) -> None:
    with pytest.raises(BadSettings, match="GATEPOST_TRUSTED_PROXIES"):
        create_app(load_settings({}, instance=tmp_path, trusted_proxies=(wrong,)))


@pytest.mark.asvs("16.2.1")
def test_sessions_notices_and_limits_are_told_the_same_address(make_service: Callable[..., Flask]) -> None:
    app = make_service(trusted_proxies=(PROXY,), limits=True)
    door, numbers = app.test_client(), count(1)
    person = People(door).join("ada")
    sent = {"X-Forwarded-For": f"{FORGED}, {CLIENT}", "User-Agent": "another program"}
    body = {"username": "ada", "password": person.password}

    def log_in() -> int:
        peer = {"REMOTE_ADDR": PROXY if next(numbers) % 2 else f"::ffff:{PROXY}"}
        return door.post("/user/login", json=body, headers=sent, environ_overrides=peer).status_code

    assert {log_in() for _ in range(10)} == {200}
    assert log_in() == 429
    body["username"] = "eve"
    assert log_in() == 401
    with app.app_context():
        assert set(db.session.scalars(select(Session.address))) == {"127.0.0.1", CLIENT}
    assert Letters(app).one("new_device").values["address"] == CLIENT
