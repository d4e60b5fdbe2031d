"""SIGN_UP: who may register; and the domains of e-mail addresses."""

from collections.abc import Callable
from typing import Any

import pytest
from disposable_email_domains import blocklist
from flask import Flask

from gatepost.environment import load_settings
from gatepost.settings import BadSettings
from tests.one_time_codes.test_known_and_unknown import watched
from tests.support.people import People
from tests.web.endpoints import assert_refused, row_counts

BODY = {"username": "ada", "email": "ada@example.org", "password": "a password of many words"}
THROWAWAY = sorted(blocklist)[0]


def register(app: Flask, **fields: Any) -> tuple[int, Any]:
    answer = app.test_client().post("/user", json=BODY | fields)
    return answer.status_code, answer.json


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("answered", ["public", "private"])
@pytest.mark.parametrize(("sign_up", "code"), [("closed", "sign_up_closed"), ("invited", "invitation_required")])
def test_a_registration_is_refused_before_anything_is_looked_at(
    make_app: Callable[..., Flask], sign_up: str, code: str, answered: str
) -> None:
    People(make_app().test_client()).settle("ada")
    app = make_app(sign_up=sign_up, registration_answer=answered)
    answers = []
    for username in ("ada", "nobody"):
        with watched(app) as sent:
            answers.append(register(app, username=username))
        assert sent == []
    assert answers[0] == answers[1]
    assert (answers[0][0], answers[0][1]["code"]) == (403, code)


def test_where_nobody_registers_no_invitation_does_and_none_is_sent(make_app: Callable[..., Flask]) -> None:
    app = make_app(sign_up="closed")
    body = {"username": "ada", "password": "a password of many words", "invitation": "x"}
    assert_refused(app.test_client().post("/user", json=body), (403, "sign_up_closed"))
    root = People(app.test_client()).appoint(app, "root")
    sent = app.test_client().post("/admin/invitations", json={"email": "a@example.org"}, headers=root.signed)
    assert_refused(sent, (403, "not_offered"))


def test_where_everybody_registers_an_invitation_has_to_be_right(app: Flask) -> None:
    body = {"username": "ada", "password": "a password of many words", "invitation": "x"}
    assert_refused(app.test_client().post("/user", json=body), (403, "invalid_proof"))
    assert row_counts(app)["users"] == 0


@pytest.mark.parametrize(
    ("chosen", "taken", "refused"),
    [
        (
            {"email_domains": ("example.org",)},
            ["a@EXAMPLE.org"],
            ["a@sub.example.org", "a@example.com", "a@xexample.org"],
        ),
        ({"email_domains": ("*.example.org",)}, ["a@sub.example.org"], ["a@example.org", "a@xexample.org"]),
        ({"email_domains_refused": ("example.com",)}, ["a@example.org", "a@sub.example.com"], ["a@example.com"]),
        ({"email_domains_refused": ("Bücher.example.com",)}, ["a@example.org"], ["a@xn--bcher-kva.example.com"]),
        ({"email_disposable": "refused"}, ["a@example.org"], [f"a@{THROWAWAY}", f"a@sub.{THROWAWAY.upper()}"]),
        ({}, [f"a@{THROWAWAY}"], []),
    ],
    ids=["allowed", "below", "refused", "unicode", "throwaway", "unset"],
)
def test_the_domain_of_an_address_decides(
    make_app: Callable[..., Flask], chosen: dict[str, Any], taken: list[str], refused: list[str]
) -> None:
    app = make_app(**chosen)
    for place, email in enumerate(taken):
        assert register(app, username=f"u{place}", email=email)[0] == 201, email
    for email in refused:
        status, told = register(app, username="other", email=email)
        assert (status, list(told["errors"])) == (422, ["email"]), email
        assert "domain" in told["errors"]["email"][0]


def test_a_changed_address_has_to_be_of_such_a_domain_too_and_the_present_one_stays(
    make_app: Callable[..., Flask],
) -> None:
    ada = People(make_app().test_client()).settle("ada", email="ada@example.com")
    client = make_app(email_domains_refused=("example.com",)).test_client()
    signed = People(client).log_in(ada).signed
    changed = client.patch(f"/user/{ada.uuid}", json={"email": "other@example.com"}, headers=signed)
    assert (changed.status_code, list(changed.json["errors"])) == (422, ["email"])
    assert client.patch(f"/user/{ada.uuid}", json={"email": "ada@example.com"}, headers=signed).status_code == 200
    assert client.patch(f"/user/{ada.uuid}", json={"email": "ada@example.org"}, headers=signed).status_code == 200


@pytest.mark.parametrize("name", ["example", "a@example.org", "https://example.org", "*", "exa mple.org"])
def test_what_is_no_domain_stops_the_start(name: str) -> None:
    with pytest.raises(BadSettings, match="GATEPOST_EMAIL_DOMAINS"):
        load_settings({"GATEPOST_EMAIL_DOMAINS": name})
