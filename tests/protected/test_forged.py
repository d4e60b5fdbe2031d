"""A cookie or a code that is forged, old, used, or of another host or browser opens nothing. No address leads away."""

from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from flask import Flask

from gatepost.environment import load_settings
from gatepost.settings import BadSettings
from tests.protected.visitor import APP, HOST, OTHER, Visitor, path_of, sent_to_sign_in
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

COOKIE = "gatepost-forward"
FRAMED = {"X_Forwarded_Method": "GET", "Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "navigate"}
AWAY = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    f"{APP}.evil.example/",
    f"{APP}@evil.example/",
    f"{APP}:443/",
    f"{APP}\\@evil.example/",
    f"{APP}?next=https://evil.example",
    "http://evil.example#" + APP,
    f"{APP}/\r\nSet-Cookie: a=b",
    f'{APP}/"><script>',
    APP.upper(),
    APP.replace("http:", "https:"),
    "javascript:alert(1)",
    "/account",
]


def cookie_of(visitor: Visitor) -> str:
    found = visitor.there.get_cookie(COOKIE)
    assert found is not None
    return found.value


def refused(visitor: Visitor, value: str, **headers: str | None) -> bool:
    """Whether a program with this cookie gets 401."""
    answer = visitor.open(Cookie=f"{COOKIE}={value}", Accept="*/*", **headers)
    assert answer.status_code in (200, 401), answer.text
    return answer.status_code == 401


def test_a_cookie_opens_its_own_host_alone(visitor: Visitor) -> None:
    visitor.come_in()
    value = cookie_of(visitor)
    visitor.there = visitor.there.application.test_client(use_cookies=False)
    assert not refused(visitor, value)
    assert refused(visitor, value, X_Forwarded_Host=OTHER.partition("://")[2])
    assert refused(visitor, value, X_Forwarded_Host="unlisted.localhost:9000")
    assert refused(visitor, value, X_Forwarded_Host=None)
    assert visitor.there.get("/user/session", headers={"Cookie": f"gatepost-session={value}"}).status_code == 401


def test_a_changed_cookie_opens_nothing(visitor: Visitor) -> None:
    visitor.sign_in()
    code = visitor.lead_on()["code"]
    visitor.redeem(visitor.lead_on("/other"))
    session_id, issued, proof = (value := cookie_of(visitor)).split(".")
    session = visitor.here.get_cookie("gatepost-session")
    assert session is not None
    visitor.there = visitor.there.application.test_client(use_cookies=False)
    forged = (
        f"{session_id}.{int(issued) + 1}.{proof}",
        f"{'0' * 32}.{issued}.{proof}",
        f"{session_id}.{issued}.{'0' * 64}",
        f"{value}A",
        code,
        session.value,
        "",
        "é",
    )
    assert all(refused(visitor, each) for each in forged)


@pytest.mark.every_engine
def test_a_code_is_good_once(visitor: Visitor) -> None:
    visitor.sign_in()
    asked = visitor.lead_on()
    assert visitor.redeem(asked).headers["Location"] == f"{APP}/notes?a=b"
    again = visitor.redeem(asked)
    assert "failed=1" in again.headers["Location"]
    assert "Set-Cookie" not in again.headers


def test_a_code_is_good_for_a_minute(visitor: Visitor, time: SetClock) -> None:
    visitor.sign_in()
    asked = visitor.lead_on()
    time.pass_(minutes=1)
    assert "Set-Cookie" not in visitor.redeem(asked).headers


def test_a_code_is_good_in_its_browser_alone(app: Flask, visitor: Visitor) -> None:
    """Otherwise a stranger could sign somebody in as the stranger."""
    visitor.sign_in()
    asked, victim = visitor.lead_on(), Visitor(app)
    victim.open()
    assert "Set-Cookie" not in victim.redeem(asked).headers
    assert victim.open().status_code == 303
    assert "Set-Cookie" in visitor.redeem(asked).headers


def test_a_code_for_no_browser_is_good_in_none(app: Flask, visitor: Visitor) -> None:
    """A stranger who knows what their browser sends there chooses the digest, and a victim's browser keeps nothing."""
    visitor.sign_in()
    for kept in ("", "chosen"):
        state = sha256(kept.encode()).hexdigest()
        asked, victim = visitor.follow(f"/account/forward?{urlencode({'to': APP, 'state': state})}"), Visitor(app)
        assert "Set-Cookie" not in victim.redeem(asked).headers
        assert victim.open().status_code == 303


def test_a_code_is_good_for_its_address_alone(visitor: Visitor) -> None:
    visitor.sign_in()
    asked = visitor.lead_on()
    assert "Set-Cookie" not in visitor.redeem({**asked, "to": "/other"}).headers
    assert "Set-Cookie" not in visitor.redeem(asked, host=OTHER.partition("://")[2]).headers
    assert_refused(visitor.redeem(asked, host="evil.example"), (404, "not_found"))
    assert_refused(visitor.redeem({**asked, "to": "//evil.example"}, host=""), (404, "not_found"))


def test_tokens_give_no_cookie(app: Flask, people: People) -> None:
    ada = people.join("ada")
    answer = app.test_client().get("/account/forward", query_string={"to": APP, "state": "0" * 64}, headers=ada.signed)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("../account/login?next=")


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("to", AWAY)
def test_no_address_leads_away(visitor: Visitor, to: str) -> None:
    assert path_of(visitor.sign_in(back=to)) in ("/account?", "/account/?")
    answer = visitor.here.get("/account/forward", query_string={"to": to})
    assert answer.status_code == 404
    assert "Refresh" not in answer.headers
    assert to not in answer.text or to == "/account"


@pytest.mark.parametrize(
    "path", ["//evil.example/", "\\evil.example", "@evil.example", ".evil.example", "", "/ü", "/a\\b"]
)
def test_whatever_a_browser_asks_for_it_comes_back_to_the_application(visitor: Visitor, path: str) -> None:
    to = sent_to_sign_in(visitor.open(path))["to"]
    assert to in (f"{APP}/", f"{APP}{path}" if path.startswith("/") else f"{APP}/")


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {"Sec_Fetch_Site": "same-origin"}),
        (200, {"Origin": APP}),
        (200, {"Origin": APP, "Sec_Fetch_Site": "same-origin"}),
        (403, {}),
        (403, {"Origin": "null"}),
        (403, {"Origin": OTHER, "Sec_Fetch_Site": "same-site"}),
        (403, {"Origin": APP, "Sec_Fetch_Site": "same-site"}),
        (403, {"Origin": f"{APP}.evil.example"}),
        (403, {"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate"}),
        (403, {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}),
        (200, {"X_Forwarded_Method": "GET"}),
        (200, {"X_Forwarded_Method": "GET", "Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate"}),
        (200, {"X_Forwarded_Method": "GET", "Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}),
        (403, {"X_Forwarded_Method": "GET", "Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "no-cors"}),
        (403, {"X_Forwarded_Method": "GET", "Origin": OTHER}),
        (200, FRAMED | {"Sec_Fetch_Dest": "document"}),
        (403, FRAMED | {"Sec_Fetch_Dest": "iframe"}),
        (403, FRAMED | {"Sec_Fetch_Dest": "object"}),
        (200, FRAMED | {"Sec_Fetch_Dest": "iframe", "Sec_Fetch_Site": "same-origin"}),
        (403, {"X_Forwarded_Method": None}),
    ],
)
def test_pages_of_other_origins_only_link(visitor: Visitor, status: int, headers: dict[str, str | None]) -> None:
    visitor.come_in()
    answer = visitor.open(**{"X_Forwarded_Method": "POST"} | headers)
    assert answer.status_code == status
    if status == 403:
        assert_refused(answer, (403, "cross_site_request"))


@pytest.mark.parametrize(
    ("own", "protected"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org/accounts", "https://example.org"),
        ("https://EXAMPLE.org/accounts", "https://example.org"),
        ("https://example.org", "https://example.org:8443"),
        ("https://example.org:8443", "https://example.org"),
        ("http://localhost:8087", "http://localhost:9000"),
        ("https://accounts.example.org", "http://app.example.org"),
        ("https://accounts.example.org", "http://app.localhost"),
        ("", "https://app.example.org"),
        ("", "http://app.example.org"),
        ("", "http://localhost.example.org"),
        ("", "http://*.localhost"),
        ("", "http://app.localhost/path"),
    ],
)
def test_what_could_not_be_safe_is_no_protected_origin(own: str, protected: str) -> None:
    variables = {"GATEPOST_PROTECTED_ORIGINS": protected, "GATEPOST_PUBLIC_URL": own}
    with pytest.raises(BadSettings, match="GATEPOST_PROTECTED_ORIGINS"):
        load_settings({name: value for name, value in variables.items() if value})


def test_an_ended_users_cookie_opens_nothing(visitor: Visitor, settled: Person, admin: Person) -> None:
    visitor.come_in()
    ended = visitor.there.application.test_client().delete(f"/user/{settled.uuid}/sessions", headers=admin.signed)
    assert ended.json["data"] == {"ended": 1}
    assert visitor.open(Accept="*/*").status_code == 401


def test_the_host_in_a_cookieless_request_says_nothing(make_app: Callable[..., Flask]) -> None:
    answer = Visitor(make_app()).open(X_Forwarded_Host=HOST)
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (401, [])
