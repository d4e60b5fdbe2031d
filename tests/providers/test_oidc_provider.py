"""A real provider of OpenID Connect, the package oidc-provider, on every engine."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.providers.browser import CALLBACK, RETURN_TO, WITH, code_of, exchange
from tests.providers.links import me
from tests.support.openid_provider import SECRET, install, running
from tests.support.provider import with_query
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(install(tmp_path_factory.mktemp("oidc")), f"http://127.0.0.1:8087{CALLBACK}") as found:
        yield found


@pytest.fixture
def client(make_app: Callable[..., Flask], issuer: str) -> FlaskClient:
    provider = {"name": "example", "issuer": issuer, "client_id": "gatepost", "client_secret": SECRET, "private": True}
    return make_app(providers=[provider], return_urls=(RETURN_TO,)).test_client()


def at_the_provider(url: str, name: str) -> str:
    """Log in there, and agree. The address to which the provider sends the browser back."""
    with httpx.Client(follow_redirects=True, trust_env=False, timeout=30) as browser:
        form = browser.get(url).url
        form = browser.post(form, data={"prompt": "login", "login": name, "password": "any"}).url
        answer = browser.post(form, data={"prompt": "consent"}, follow_redirects=False)
        while "/callback?" not in answer.headers["Location"]:
            answer = browser.get(answer.headers["Location"], follow_redirects=False)
    return answer.headers["Location"].removeprefix("http://127.0.0.1:8087")


def come_back(client: FlaskClient, name: str) -> Any:
    begun = client.get(with_query(WITH, return_to=RETURN_TO))
    assert begun.status_code == 302, begun.text
    return client.get(at_the_provider(begun.location, name))


def test_a_real_provider_logs_somebody_in_twice(client: FlaskClient) -> None:
    first = me(client, exchange(client, code_of(come_back(client, "ada"))))
    assert (first["username"], first["email"]) == ("ada", "ada@example.org")
    assert me(client, exchange(client, code_of(come_back(client, "ada"))))["uuid"] == first["uuid"]


def test_an_address_that_it_does_not_call_proven_counts_for_nothing(client: FlaskClient) -> None:
    assert_refused(come_back(client, "eve"), (403, "unproven_email"))


def test_a_code_of_another_log_in_fits_no_verifier(client: FlaskClient) -> None:
    """The provider checks PKCE: a stolen code is of no use in another browser."""
    stolen = at_the_provider(client.get(with_query(WITH, return_to=RETURN_TO)).location, "ada")
    begun = client.get(with_query(WITH, return_to=RETURN_TO)).location
    code = httpx.URL(f"http://x{stolen}").params["code"]
    back = with_query(CALLBACK, code=code, state=httpx.URL(begun).params["state"])
    assert_refused(client.get(back), (403, "provider_refused"))
