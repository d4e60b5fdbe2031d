"""Rate limits, where they are on, and whose requests count together."""

from collections.abc import Callable
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import db
from gatepost.sessions.models import Session
from tests.support.people import People
from tests.web.endpoints import ENDPOINTS, assert_refused

PROXY = "10.0.0.1"
LOGIN = {"username": "nobody", "password": "wrong password"}
LIMITS = ENDPOINTS["login.login.post"].limit
ALLOWED, AT_AN_ADDRESS, OF_AN_ACCOUNT = (
    int(limit.partition("/")[0]) for limit in (LIMITS.each, LIMITS.account_and_address, LIMITS.account)
)
_names = count(1)


def log_in(door: FlaskClient, peer: str = "192.0.2.1", username: str = "", **headers: str) -> int:
    """The status of a log-in from this address, as somebody else each time."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    body = LOGIN | {"username": username or f"nobody{next(_names)}"}
    return door.post("/user/login", json=body, headers=sent, environ_overrides={"REMOTE_ADDR": peer}).status_code


def use_up(door: FlaskClient, peer: str = "192.0.2.1", **headers: str) -> None:
    assert {log_in(door, peer, **headers) for _ in range(ALLOWED)} == {401}


@pytest.fixture
def limited(make_service: Callable[..., Flask]) -> FlaskClient:
    return make_service(limits=True).test_client()


@pytest.fixture
def behind_proxy(make_service: Callable[..., Flask]) -> FlaskClient:
    return make_service(limits=True, trusted_proxies=(PROXY, "172.16.0.0/12")).test_client()


@pytest.mark.asvs("6.3.1")
def test_one_request_too_many_is_told_when_to_come_back(limited: FlaskClient) -> None:
    use_up(limited)
    answer = limited.post("/user/login", json=LOGIN, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert_refused(answer, (429, "too_many_requests"))
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Cache-Control"] == "no-store"


def test_another_address_and_another_endpoint_are_not_affected(limited: FlaskClient) -> None:
    use_up(limited)
    assert log_in(limited) == 429
    assert log_in(limited, "192.0.2.2") == 401
    answer = limited.post("/user/activate-account/", json={"mobile": "01712345678"})
    assert answer.status_code == 404


def test_malformed_requests_count_too(limited: FlaskClient) -> None:
    for _ in range(ALLOWED):
        assert limited.post("/user/login", data=b"{").status_code == 400
    assert limited.post("/user/login", json=LOGIN).status_code == 429


def test_both_ways_to_end_a_path_count_together(limited: FlaskClient) -> None:
    for number in range(ALLOWED):
        limited.post("/user/login/" if number % 2 else "/user/login", json=LOGIN | {"username": f"a{number}"})
    assert limited.post("/user/login/", json=LOGIN).status_code == 429


def test_who_is_signed_in_is_counted_by_user_and_not_by_address(limited: FlaskClient) -> None:
    ada, eve = (People(limited).join(name) for name in ("ada", "eve"))
    body = {"old_password": "wrong password", "new_password": "another password"}
    allowed = int(ENDPOINTS["passwords.change_own_password.post"].limit.partition("/")[0])
    for number in range(allowed + 1):
        peer = {"REMOTE_ADDR": f"192.0.2.{number}"}
        path = f"/user/change-password/{ada.uuid}"
        last = limited.post(path, json=body, headers=ada.signed, environ_overrides=peer)
        assert last.status_code == (403 if number < allowed else 429)
    answer = limited.post(f"/user/change-password/{eve.uuid}", json=body, headers=eve.signed)
    assert answer.status_code == 403


@pytest.mark.asvs("6.3.1")
def test_log_ins_of_one_account_are_counted_at_an_address_and_everywhere(limited: FlaskClient) -> None:
    for number in range(AT_AN_ADDRESS):
        assert log_in(limited, username="ＡＤＡ" if number % 2 else "ada") == 401
    assert log_in(limited, username="Ada") == 429
    assert log_in(limited, username="eve") == 401
    for number in range(AT_AN_ADDRESS, OF_AN_ACCOUNT):
        assert log_in(limited, f"198.51.100.{number}", username="ada") == 401
    assert log_in(limited, "203.0.113.1", username="ada") == 429
    assert log_in(limited, "203.0.113.1", username="eve") == 401


def test_an_ipv6_household_is_one_address(limited: FlaskClient) -> None:
    for number in range(ALLOWED):
        assert log_in(limited, f"2001:db8:1:2:{number:x}::1") == 401
    assert log_in(limited, "2001:db8:1:2:ffff::9") == 429
    assert log_in(limited, "2001:db8:1:3::1") == 401


def test_every_answer_says_how_much_is_left(limited: FlaskClient) -> None:
    first = limited.post("/user/login", json=LOGIN)
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("10", "9")
    assert 290 <= int(first.headers["RateLimit-Reset"]) <= 300
    elsewhere = limited.post("/user/activate-account/", json={"mobile": "01712345678"})
    assert (elsewhere.headers["RateLimit-Limit"], elsewhere.headers["RateLimit-Remaining"]) == ("30", "29")
    for _ in range(AT_AN_ADDRESS):
        last = limited.post("/user/login", json=LOGIN)
    assert last.status_code == 429
    assert last.headers["RateLimit-Remaining"] == "0"
    assert last.headers["Retry-After"] == last.headers["RateLimit-Reset"]
    assert not [name for name, _ in limited.get("/docs").headers if name.startswith("RateLimit")]


def test_where_limits_are_off_there_are_none(door: FlaskClient) -> None:
    assert {log_in(door) for _ in range(ALLOWED * 2)} == {401}


@pytest.mark.asvs("4.1.3")
@pytest.mark.asvs("15.3.4")
@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "X_Real_IP", "True_Client_IP", "X_Client_IP"])
def test_no_header_of_a_client_changes_its_address(limited: FlaskClient, header: str) -> None:
    for number in range(ALLOWED):
        assert log_in(limited, **{header: f"198.51.100.{number}"}) == 401
    assert log_in(limited, **{header: "198.51.100.200"}) == 429


@pytest.mark.asvs("15.3.4")
def test_a_trusted_proxy_is_believed_and_nobody_else(behind_proxy: FlaskClient) -> None:
    use_up(behind_proxy, PROXY, X_Forwarded_For="198.51.100.1")
    assert log_in(behind_proxy, PROXY, X_Forwarded_For="198.51.100.1") == 429
    assert log_in(behind_proxy, PROXY, X_Forwarded_For="198.51.100.2") == 401
    assert log_in(behind_proxy, "198.51.100.1") == 429  # the same address, without the proxy
    assert log_in(behind_proxy, "192.0.2.1", X_Forwarded_For="198.51.100.1") == 401  # forged: counted for 192.0.2.1


@pytest.mark.asvs("4.1.3")
@pytest.mark.asvs("15.3.4")
@pytest.mark.parametrize(
    "forwarded",
    ["{forged}, 198.51.100.1", "{forged},198.51.100.1,172.16.0.9", "x, {forged}, 198.51.100.1 , 172.31.255.255"],
)
def test_what_stands_left_of_the_first_untrusted_hop_is_not_believed(behind_proxy: FlaskClient, forwarded: str) -> None:
    for number in range(ALLOWED):
        assert log_in(behind_proxy, PROXY, X_Forwarded_For=forwarded.format(forged=f"203.0.113.{number}")) == 401
    assert log_in(behind_proxy, PROXY, X_Forwarded_For=forwarded.format(forged="203.0.113.200")) == 429


@pytest.mark.parametrize("forwarded", ["", " ", ",", "unknown", "198.51.100.1:80", "a" * 5_000, "\u0661.1.1.1"])
def test_a_forwarded_address_that_is_none_counts_for_the_proxy(behind_proxy: FlaskClient, forwarded: str) -> None:
    use_up(behind_proxy, PROXY, X_Forwarded_For=forwarded)
    assert log_in(behind_proxy, PROXY) == 429


@pytest.mark.asvs("16.2.1")
def test_the_session_keeps_the_believed_address(make_service: Callable[..., Flask]) -> None:
    app = make_service(trusted_proxies=(PROXY,))
    door = app.test_client()
    People(door).join("ada")
    body = {"username": "ada", "password": "password"}
    sent = {"X-Forwarded-For": "203.0.113.9, 2001:db8::7"}
    assert (
        door.post("/user/login", json=body, headers=sent, environ_overrides={"REMOTE_ADDR": PROXY}).status_code == 200
    )
    with app.app_context():
        addresses = set(db.session.scalars(select(Session.address)))
    assert addresses == {"127.0.0.1", "2001:db8::7"}
