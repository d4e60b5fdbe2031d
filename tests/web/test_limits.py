"""Rate limits, where they are on, and whose requests count together."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import count, cycle
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.errors import TooManyRequests
from gatepost.http.access import PUBLIC
from gatepost.throttling import waits
from tests.support.people import People
from tests.support.time import SetClock
from tests.web.endpoints import ENDPOINTS, FIELDS, assert_refused

PROXY = "10.0.0.1"
LOGIN = {"username": "nobody", "password": "wrong password"}
LIMITS = ENDPOINTS["login.login.post"].limit
ALLOWED, AT_AN_ADDRESS, OF_AN_ACCOUNT = (
    int(limit.partition("/")[0]) for limit in (LIMITS.each, LIMITS.account_and_address, LIMITS.account)
)
AT_AN_ADDRESS_FOR_CODES = int(ENDPOINTS["login.login_with_code.post"].limit.account_and_address.partition("/")[0])
_names = count(1)


def log_in(door: FlaskClient, peer: str = "192.0.2.1", username: str = "", **headers: str) -> int:
    """The status of a log-in from this address, as somebody else each time."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    body = LOGIN | {"username": username or f"nobody{next(_names)}"}
    return door.post("/user/login", json=body, headers=sent, environ_overrides={"REMOTE_ADDR": peer}).status_code


def use_up(door: FlaskClient, peer: str = "192.0.2.1", **headers: str) -> None:
    assert {log_in(door, peer, **headers) for _ in range(ALLOWED)} == {401}


@pytest.fixture(autouse=True)
def never_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed attempts come to is another matter: tests/throttling/."""
    monkeypatch.setattr(waits, "FREE", 1_000_000)


@pytest.fixture
def limited(make_service: Callable[..., Flask]) -> FlaskClient:
    return make_service(limits=True).test_client()


@pytest.fixture
def behind_proxy(make_service: Callable[..., Flask]) -> FlaskClient:
    return make_service(limits=True, trusted_proxies=(PROXY, "172.16.0.0/12")).test_client()


@pytest.mark.asvs("2.3.2")
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


def test_after_its_time_there_is_room_again(limited: FlaskClient, time: SetClock) -> None:
    use_up(limited)
    time.pass_(seconds=59)
    assert log_in(limited) == 429
    time.pass_(seconds=1)
    use_up(limited)
    assert log_in(limited) == 429


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


# By what an account is called, in two spellings each: one that is there, and one that is not.
CALLED = {
    "username": (("ada", "ＡDA"), ("nobody", "NoBody")),
    "mobile": (("01712345678", "0171 234-5678"), ("01799999999", "017 XXXXXXXX")),
    "email": (("ada@example.org", "Ada@EXAMPLE.org"), ("nobody@example.org", "Nobody@example.org")),
}
BY_A_LIMIT = "X-By-A-Limit"
NAMING = [
    (name, field)
    for name, endpoint in ENDPOINTS.items()
    for field in ("mobile", "email", "username")
    if endpoint.access is PUBLIC and endpoint.body and field in endpoint.body.model_fields
    if not (field == "username" and name.startswith("registration."))  # there the address tells which account is meant
]


def of_account(door: FlaskClient, name: str, bodies: Iterable[dict[str, Any]], peers: Iterable[str]) -> int:
    """How many of these requests are not refused by a limit (but may be because messages to one address lie apart)."""
    answers = [
        door.post(ENDPOINTS[name].path, json=body, environ_overrides={"REMOTE_ADDR": peer})
        for body, peer in zip(bodies, peers, strict=False)
    ]
    return sum(BY_A_LIMIT not in answer.headers for answer in answers)


@pytest.mark.asvs("2.4.1")
@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize(("name", "field"), NAMING)
def test_requests_for_an_account_are_counted_whether_or_not_it_is_there(
    limited: FlaskClient, time: SetClock, monkeypatch: pytest.MonkeyPatch, name: str, field: str
) -> None:
    marked = partial(TooManyRequests, headers={BY_A_LIMIT: "yes"})
    monkeypatch.setattr("gatepost.http.limits.TooManyRequests", lambda **_: marked())
    ada = {other: spellings[0][0] for other, spellings in CALLED.items()}
    assert limited.post("/user", json={**ada, "password": "password"}).status_code == 201
    limit, body = ENDPOINTS[name].limit, dict(FIELDS[name, field])
    if field == "email":
        body.pop("mobile", None)
    here, anywhere = (int(each.partition("/")[0]) for each in (limit.account_and_address, limit.account))
    for spellings in CALLED[field]:
        time.pass_(minutes=6)
        bodies = cycle([{**body, field: spelling} for spelling in spellings])
        assert of_account(limited, name, bodies, ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) == 3
        at_home = 0
        for _ in range(2):  # with a while between them, for the limit of the address alone
            at_home += of_account(limited, name, bodies, ["192.0.2.1"] * min(here, 20))
            time.pass_(minutes=1)
        assert at_home == here - 1
        assert of_account(limited, name, bodies, map("198.51.100.{}".format, range(200))) == anywhere - here - 2


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
    assert (elsewhere.headers["RateLimit-Limit"], elsewhere.headers["RateLimit-Remaining"]) == ("20", "19")
    for _ in range(AT_AN_ADDRESS):
        last = limited.post("/user/login", json=LOGIN)
    assert last.status_code == 429
    assert last.headers["RateLimit-Remaining"] == "0"
    assert last.headers["Retry-After"] == last.headers["RateLimit-Reset"]
    assert (last.headers["RateLimit-Limit"], last.headers["RateLimit-Policy"]) == ("10", "10;w=300")
    assert not [name for name, _ in limited.get("/docs").headers if name.startswith("RateLimit")]


def test_no_answer_says_how_much_others_have_used(limited: FlaskClient) -> None:
    for number in range(OF_AN_ACCOUNT - 3):  # of the account's limit for all addresses, three are left
        log_in(limited, f"198.51.100.{number}", LOGIN["username"])
    mine = limited.post("/user/login", json=LOGIN)
    assert (mine.headers["RateLimit-Limit"], mine.headers["RateLimit-Remaining"]) == ("10", "9")


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


def test_who_has_to_wait_for_two_things_is_told_the_longer_wait(limited: FlaskClient, time: SetClock) -> None:
    asked = {"mobile": "01712345678"}
    for _ in range(AT_AN_ADDRESS_FOR_CODES - 1):
        assert limited.post("/user/login/code", json=asked).status_code in (202, 429)
    last = limited.post("/user/login/code", json=asked)
    assert (last.status_code, last.headers["RateLimit-Remaining"]) == (429, "0")
    assert last.headers["Retry-After"] == last.headers["RateLimit-Reset"]
    assert int(last.headers["Retry-After"]) > 30
