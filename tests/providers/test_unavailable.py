"""A provider that is down, slow or mad harms nobody: 503 with Retry-After, nothing half done, the rest goes on."""

import json
import time as real_time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.providers import ask
from gatepost.providers.models import ProviderLink
from gatepost.public_addresses import is_public
from gatepost.users.models import User
from tests.providers.browser import CALLBACK, begin, come_back, log_in, native
from tests.providers.test_link import count
from tests.support.provider import OF_TEN_MEGABYTES, Provider, query_of, with_query
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

DOWN = (503, "unavailable")
DISCOVERY = "/.well-known/openid-configuration"
PATHS = [DISCOVERY, "/token", "/keys", "/userinfo"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "_TIMEOUT", timedelta(seconds=0.6))


def fails(path: str, client: FlaskClient, provider: Provider) -> Any:
    """The answer where the provider fails at this path."""
    provider.claims = {"email": None}  # so that it is asked for the address, too
    if path == DISCOVERY:
        return begin(client)
    return come_back(client, provider)


def assert_down(answer: Any) -> None:
    assert_refused(answer, DOWN)
    assert answer.headers["Retry-After"] == "10"


@pytest.mark.asvs("15.3.2")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("status", [500, 502, 301, 302, 307, 429, 204])
def test_a_provider_that_fails(app: Flask, client: FlaskClient, provider: Provider, path: str, status: int) -> None:
    provider.statuses[path] = status
    if status == 204:
        provider.answers[path] = b""
    assert_down(fails(path, client, provider))
    assert (count(app, User), count(app, ProviderLink)) == (0, 0)
    assert "/elsewhere" not in provider.asked


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("answer", [b"", b"<html>", b"\xff", b"{", b"[" * 100_000, OF_TEN_MEGABYTES])
def test_a_provider_that_answers_garbage(
    app: Flask, client: FlaskClient, provider: Provider, path: str, answer: bytes
) -> None:
    provider.answers[path] = answer
    assert_down(fails(path, client, provider))
    assert (count(app, User), count(app, ProviderLink)) == (0, 0)


@pytest.mark.parametrize("path", PATHS)
def test_a_provider_that_answers_slowly(client: FlaskClient, provider: Provider, path: str) -> None:
    """Each byte comes in time, the answer does not."""
    provider.hangs.add(path)
    begun = real_time.monotonic()
    assert_down(fails(path, client, provider))
    assert real_time.monotonic() - begun < 4


@pytest.mark.parametrize("answer", [b"[]", b"7", b"null", b'"x"', b"{}"])
@pytest.mark.parametrize("path", PATHS)
def test_json_of_another_shape_proves_nothing(
    app: Flask, client: FlaskClient, provider: Provider, path: str, answer: bytes
) -> None:
    provider.answers[path] = answer
    assert_refused(fails(path, client, provider), DOWN, (403, "provider_refused"), (403, "unproven_email"))
    assert count(app, User) == 0


def test_a_provider_that_is_gone(client: FlaskClient, make_app: Callable[..., Flask], chosen: dict[str, Any]) -> None:
    gone = chosen["providers"][0] | {"issuer": "http://127.0.0.1:9"}
    client = make_app(**chosen | {"providers": [gone]}).test_client()
    assert_down(begin(client))


def test_the_rest_goes_on_while_a_provider_is_slow(
    app: Flask, client: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of four request threads three may wait for providers."""
    monkeypatch.setattr(ask, "_TIMEOUT", timedelta(seconds=3))  # all eight come before the first has waited so long
    browsers = [app.test_client() for _ in range(8)]
    backs = [with_query(CALLBACK, **provider.authorize(begin(browser).location)) for browser in browsers]
    provider.hangs.add("/token")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda browser, back: browser.get(back), browsers, backs))
    assert {answer.status_code for answer in answers} == {503}
    assert provider.asked.count("/token") <= 3
    provider.hangs.clear()
    assert log_in(client, provider).status_code == 200


def test_an_answer_of_more_than_256_kib_is_not_read(client: FlaskClient, provider: Provider) -> None:
    provider.document = {"padding": "x" * 256 * 1024}
    assert_down(begin(client))


@pytest.mark.every_engine
def test_after_an_outage_the_same_browser_begins_anew(client: FlaskClient, provider: Provider) -> None:
    provider.statuses["/token"] = 500
    assert_down(come_back(client, provider))
    provider.statuses.clear()
    assert log_in(client, provider).status_code == 200


@pytest.mark.asvs("10.5.3")
@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "http://other.example/token"},
        {"userinfo_endpoint": 7},
        {"jwks_uri": "https://user:password@other.example"},
    ],
)
def test_a_bad_discovery_document_is_not_believed(
    client: FlaskClient, provider: Provider, said: dict[str, Any]
) -> None:
    provider.document = said
    assert_down(begin(client))


@pytest.mark.parametrize("said", [None, 7, True, {}, "client_secret_basic"])
def test_garbage_about_the_secret_is_as_if_nothing_was_said(client: FlaskClient, provider: Provider, said: Any) -> None:
    provider.document = {"token_endpoint_auth_methods_supported": said}
    assert begin(client).status_code == 302


@pytest.mark.asvs("1.3.6")
@pytest.mark.asvs("13.2.4")
def test_no_request_goes_to_a_private_address(
    make_app: Callable[..., Flask], chosen: dict[str, Any], provider: Provider
) -> None:
    """The settings did not call this provider private."""
    client = make_app(**chosen | {"providers": [provider.settings | {"private": False}]}).test_client()
    assert_down(begin(client))
    assert provider.asked == []


def test_no_document_of_a_public_provider_leads_into_the_private_network(
    make_app: Callable[..., Flask], chosen: dict[str, Any], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own address is taken for a public one here; that of its keys is not."""
    client = make_app(**chosen | {"providers": [provider.settings | {"private": False}]}).test_client()
    monkeypatch.setattr(ask, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    monkeypatch.setattr(ask, "_TIMEOUT", timedelta(seconds=20))
    for inside in ("https://10.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/", "https://127.0.0.2/"):
        provider.document = {"jwks_uri": inside}
        provider.header = {"alg": "RS256", "kid": inside}
        begun = real_time.monotonic()
        assert_down(native(client, provider.id_token("a nonce")))
        assert real_time.monotonic() - begun < 10  # nobody has been asked


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        *("64:ff9b:1::a00:1", "::10.0.0.1", "::ffff:0:10.0.0.1", "fec0::1"),  # other gateways, and what was given up
        *("192.0.0.192", "168.63.129.16", "192.88.99.1", "3fff::1", "64:ff9b::192.0.0.192"),
        *("::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:0a00:0001::", "", "localhost"),
    ],
)
def test_these_addresses_are_not_of_the_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::93.184.215.14", "1.1.1.1"])
def test_these_addresses_are_of_the_internet(address: str) -> None:
    assert is_public(address)


def test_what_a_provider_said_is_kept_for_an_hour(time: SetClock, client: FlaskClient, provider: Provider) -> None:
    for _ in range(3):
        assert begin(client).status_code == 302
    assert provider.asked == [DISCOVERY]
    time.pass_(hours=1)
    begin(client)
    assert provider.asked == [DISCOVERY, DISCOVERY]


def test_a_proven_address_is_also_asked_of_userinfo(client: FlaskClient, provider: Provider) -> None:
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"sub": "ada at example", "email": "ada@example.org", "email_verified": True}
    assert log_in(client, provider).status_code == 200


def test_userinfo_of_another_subject_is_refused(client: FlaskClient, provider: Provider) -> None:
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"sub": "eve at example", "email": "ada@example.org", "email_verified": True}
    assert_refused(come_back(client, provider), (403, "provider_refused"))


def test_the_secret_goes_as_the_provider_takes_it(client: FlaskClient, provider: Provider) -> None:
    provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert log_in(client, provider).status_code == 200


def test_no_secret_of_the_provider_is_in_what_a_browser_gets(client: FlaskClient, provider: Provider) -> None:
    location = begin(client).location
    assert "secret" not in location
    assert json.dumps(query_of(location)).isascii()
