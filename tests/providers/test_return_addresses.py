"""The browser returns to an address of the settings' list, letter for letter, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.providers.browser import RETURN_TO, WITH, begin, code_of, come_back
from tests.support.people import Person
from tests.support.provider import Provider
from tests.web.endpoints import assert_refused

INVALID = (422, "invalid_input")
ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:\\\\evil.example",
    "https://evil.example\\@app.example/signed-in?from=example",
    "https://app.example@evil.example/signed-in?from=example",
    "https://app.example:443/signed-in?from=example",
    "https://app.example.evil.example/signed-in?from=example",
    "https://app.examp1e/signed-in?from=example",
    "https://APP.example/signed-in?from=example",
    "HTTPS://app.example/signed-in?from=example",
    "http://app.example/signed-in?from=example",
    "https://app.example/signed-in",
    "https://app.example/signed-in?from=example#",
    "https://app.example/signed-in?from=example&next=//evil.example",
    "https://app.example/signed-in/?from=example",
    "https://app.example/%73igned-in?from=example",
    "https://app.example/x/../signed-in?from=example",
    "https://app.example/signed-in?from=example%0d%0aSet-Cookie:x=y",
    "https://app.example/signed-in?from=example\r\nSet-Cookie: x=y",
    "https://app.example/signed-in?from=example\x00",
    " https://app.example/signed-in?from=example",
    "https://app.example/signed-in?from=example ",
    "https://app。example/signed-in?from=example",
    "https://app.example／signed-in?from=example",
    "javascript:alert(1)",
    "data:text/html,x",
    "",
    "/",
    "null",
]


@pytest.mark.asvs("10.4.1")
@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_other_address_is_taken(client: FlaskClient, provider: Provider, ada: Person, url: str) -> None:
    answer = begin(client, return_to=url)
    assert_refused(answer, INVALID)
    assert "Location" not in answer.headers
    body = {"return_to": url}
    assert_refused(client.post("/user/providers/with/example", json=body, headers=ada.signed), INVALID)


def test_it_is_needed_once(client: FlaskClient, provider: Provider) -> None:
    assert_refused(client.get(WITH), INVALID)
    assert_refused(client.get(f"{WITH}?return_to=x&return_to=y"), INVALID)
    assert_refused(begin(client, return_url=RETURN_TO), INVALID)


def test_without_a_list_nobody_returns(
    make_app: Callable[..., Flask], chosen: dict[str, Any], provider: Provider
) -> None:
    assert_refused(begin(make_app(**chosen | {"return_urls": ()}).test_client()), INVALID)


def test_the_code_is_added_to_the_query(client: FlaskClient, provider: Provider) -> None:
    assert len(code_of(come_back(client, provider))) == 43


def test_over_https_only_this_host_can_set_the_cookie(
    make_app: Callable[..., Flask], chosen: dict[str, Any], provider: Provider
) -> None:
    client = make_app(public_url="https://accounts.example/below", **chosen).test_client()
    answer = begin(client)
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    assert name == "__Host-Gatepost-Log-In"
    assert rest.endswith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure")
    assert "redirect_uri=https%3A%2F%2Faccounts.example%2Fbelow%2Fuser%2Flogin%2Fwith%2Fexample" in answer.location
