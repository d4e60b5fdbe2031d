"""A person who opens a protected application signs in, comes back, and is known there as long as the session lasts."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from flask import Flask

from tests.protected.visitor import APP, HOST, HTML, OWN, Visitor, path_of, sent_to_sign_in
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused


@pytest.mark.every_engine
def test_a_person_signs_in_and_comes_back(visitor: Visitor, settled: Person) -> None:
    refused = visitor.here.get(path_of(visitor.open().headers["Location"]))
    asked = urlsplit(urljoin(f"{OWN}/account/forward", refused.headers["Location"]))
    assert asked.path == "/account/login"
    back = visitor.redeem(visitor.follow(visitor.sign_in(back=dict(parse_qsl(asked.query))["next"])))
    assert (back.status_code, back.headers["Location"]) == (303, f"{APP}/notes?a=b")
    told = visitor.open()
    assert told.status_code == 200
    assert told.headers["X-Auth-User"] == settled.uuid
    assert told.headers["X-Auth-Username"] == "ada"
    assert told.headers["X-Auth-Session"] == visitor.here.get("/user/sessions").json["data"][0]["id"]
    assert (told.headers["X-Auth-Amr"], told.headers["X-Auth-Acr"]) == ("pwd", "aal1")


def test_a_person_who_is_signed_in_already_comes_back_at_once(visitor: Visitor) -> None:
    visitor.come_in()
    assert visitor.open("/", X_Forwarded_Method="POST", Sec_Fetch_Site="same-origin").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "application/json"},
        {"Accept": "*/*"},
        {"Accept": None},
        {"X_Forwarded_Method": "POST"},
        {"X_Forwarded_Method": "HEAD"},
        {"X_Forwarded_Method": None},
        {"Sec_Fetch_Mode": "cors"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic YTpi"},
        {"X_Forwarded_Host": "evil.example"},
        {"X_Forwarded_Host": None},
    ],
)
def test_a_program_and_an_unlisted_host_get_401(visitor: Visitor, headers: dict[str, str | None]) -> None:
    answer = visitor.open(**headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="gatepost"')
    assert "Location" not in answer.headers
    assert "Set-Cookie" not in answer.headers


@pytest.mark.asvs("7.4.1")
def test_a_log_out_ends_access_at_once(visitor: Visitor) -> None:
    visitor.come_in()
    visitor.sign_out()
    sent_to_sign_in(visitor.open())
    assert_refused(visitor.open(Accept="*/*"), (401, "invalid_token"))


def test_the_cookie_is_good_for_its_time(visitor: Visitor, time: SetClock) -> None:
    visitor.come_in()
    time.pass_(hours=7, minutes=59)
    assert visitor.open().status_code == 200
    time.pass_(minutes=1)
    assert visitor.redeem(visitor.lead_on()).headers["Location"] == f"{APP}/notes?a=b"
    assert visitor.open().status_code == 200


def test_the_session_is_in_use_while_the_application_is(visitor: Visitor, time: SetClock) -> None:
    visitor.come_in()
    time.pass_(hours=7)
    assert visitor.open().status_code == 200
    (session,) = visitor.here.get("/user/sessions").json["data"]
    assert session["last_used_at"] > session["created_at"]


def test_two_tabs_come_back_each(visitor: Visitor) -> None:
    visitor.sign_in()
    first, second = visitor.lead_on("/one"), visitor.lead_on("/two")
    assert visitor.redeem(second).headers["Location"] == f"{APP}/two"
    assert visitor.redeem(first).headers["Location"] == f"{APP}/one"


def test_a_link_to_the_log_in_leads_to_the_application(visitor: Visitor) -> None:
    shown = visitor.here.get(path_of(visitor.sign_in(back=f"{APP}/notes")))
    assert shown.headers["Refresh"] == f"0; url={APP}/notes"


def test_a_browser_without_cookies_does_not_go_round_for_ever(visitor: Visitor) -> None:
    visitor.sign_in()
    asked = visitor.lead_on()
    visitor.there.delete_cookie("gatepost-forward-state")
    again = visitor.redeem(asked).headers["Location"]
    shown = visitor.here.get(path_of(again))
    assert "Refresh" not in shown.headers
    assert "kept no cookie" in shown.text
    assert f'href="{APP}/notes?a=b"' in shown.text


def test_over_https_the_cookies_are_of_this_host_alone(make_app: Callable[..., Flask], settled: Person) -> None:
    app = make_app(public_url="https://accounts.example.org", protected_origins=["https://app.example.org"])
    answer = Visitor(app).open(X_Forwarded_Host="app.example.org")
    assert answer.headers["Location"].startswith("https://accounts.example.org/account/forward?")
    assert answer.headers["Set-Cookie"].startswith("__Host-gatepost-forward-state=")
    assert answer.headers["Set-Cookie"].endswith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure")


def test_without_account_pages_nobody_is_led_anywhere(make_app: Callable[..., Flask]) -> None:
    app = make_app(protected_origins=[APP], account_pages=False)
    assert Visitor(app).open().status_code == 401
    assert app.test_client().get("/account/forward", query_string={"to": APP}).status_code == 404


def test_a_cookie_and_a_token_are_refused_together(visitor: Visitor, settled: Person) -> None:
    visitor.come_in()
    answer = visitor.open(Authorization="Bearer x")
    assert_refused(answer, (401, "invalid_token"))
    assert visitor.open(Authorization="Basic YTpi").status_code == 200


def test_the_host_is_told_by_its_name_and_port(visitor: Visitor) -> None:
    assert sent_to_sign_in(visitor.open(X_Forwarded_Host=HOST.upper(), Accept=HTML))["to"] == f"{APP}/notes?a=b"
