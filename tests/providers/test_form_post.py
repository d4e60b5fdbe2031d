"""Providers such as Apple send the browser back by a form of their own page. It leads on to GET and does no more."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.providers.browser import CALLBACK, RETURN_TO, begin, code_of, exchange, go_on
from tests.support.provider import Provider, query_of, with_query
from tests.web.endpoints import assert_refused, contents

FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://id.example"}
USER = '{"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"ada@example.org"}'


@pytest.fixture
def chosen(provider: Provider) -> dict[str, Any]:
    return {"providers": [provider.settings | {"response_mode": "form_post"}], "return_urls": (RETURN_TO,)}


def post(browser: FlaskClient, /, **form: str) -> Any:
    """The form of the provider's page, with which a browser sends no SameSite=Lax cookie."""
    return browser.application.test_client().post(CALLBACK, data=form, headers=FROM_ELSEWHERE)


@pytest.mark.every_engine
def test_a_form_of_the_provider_leads_to_the_log_in(client: FlaskClient, provider: Provider) -> None:
    begun = begin(client)
    assert query_of(begun.location)["response_mode"] == "form_post"
    back = provider.authorize(begun.location)
    answer = post(client, **back, user=USER)
    assert answer.status_code == 303
    assert answer.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert "Set-Cookie" not in answer.headers
    assert answer.location == with_query(
        f"http://127.0.0.1:8087{CALLBACK}", state=back["state"], code=back["code"], iss=back["iss"]
    )
    answer = exchange(client, code_of(go_on(client, answer)))
    assert answer.status_code == 200


@pytest.mark.asvs("10.1.2")
def test_a_form_in_another_browser_logs_nobody_in(client: FlaskClient, provider: Provider) -> None:
    """The victim's browser posts the answer that belongs to the browser of a thief, and the reverse."""
    stolen = provider.authorize(begin(client.application.test_client()).location)
    begin(client)
    assert_refused(go_on(client, post(client, **stolen)), (403, "log_in_not_begun"))
    assert "/token" not in provider.asked


@pytest.mark.asvs("3.5.1")
def test_a_form_changes_nothing_and_asks_nobody(app: Flask, client: FlaskClient, provider: Provider) -> None:
    back = provider.authorize(begin(client).location)
    stored, asked = contents(app), list(provider.asked)
    answers = [post(client, **back) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert (contents(app), provider.asked) == (stored, asked)
    assert exchange(client, code_of(go_on(client, answers[0]))).status_code == 200


@pytest.mark.parametrize("said", ["access_denied", "user_cancelled_authorize"])
def test_a_user_who_says_no_comes_back_to_the_app(client: FlaskClient, provider: Provider, said: str) -> None:
    back = provider.authorize(begin(client).location)
    answer = go_on(client, post(client, state=back["state"], error=said))
    assert answer.location == f"{RETURN_TO}&error=access_denied"


def test_a_provider_that_was_not_asked_for_forms_sends_none(make_app: Callable[..., Flask], provider: Provider) -> None:
    client = make_app(providers=[provider.settings], return_urls=(RETURN_TO,)).test_client()
    back = provider.authorize(begin(client).location)
    assert_refused(post(client, **back), (403, "not_offered"))
    assert_refused(client.post("/user/login/with/nobody/callback", data=back), (404, "unknown_provider"))


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"code": "x"},
        {"state": ""},
        {"state": "x\r\nSet-Cookie: x=y"},
        {"state": "x", "code": "ö"},
        {"state": "x", "code": "x" * 2049},
        {"state": "x", "iss": "\x00"},
    ],
)
def test_a_form_that_no_provider_sends_is_refused(client: FlaskClient, form: dict[str, str]) -> None:
    answer = post(client, **form)
    assert_refused(answer, (400, "invalid_request"))
    assert "Location" not in answer.headers


def test_what_a_form_holds_stays_in_the_query(client: FlaskClient) -> None:
    answer = post(client, state="x&code=y#", code="//evil.example/?#")
    assert query_of(answer.location) == {"state": "x&code=y#", "code": "//evil.example/?#"}
    assert answer.location.startswith(f"http://127.0.0.1:8087{CALLBACK}?state=")


def test_only_a_form_of_bounded_size_is_read(client: FlaskClient) -> None:
    assert_refused(post(client, state="x", user="x" * 65536), (413, "too_large"))
    assert_refused(client.post(CALLBACK, json={"state": "x"}), (415, "unsupported_media_type"))
    twice = {"state": ["x", "y"]}
    assert_refused(client.post(CALLBACK, data=twice), (400, "invalid_request"))
