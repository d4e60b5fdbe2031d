"""Whose passkeys they are, and from which pages they are taken: as the settings say, and not as a request says."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.environment import load_settings
from gatepost.settings import BadSettings
from tests.support.passkeys import LOG_IN_OPTIONS, add_passkey, log_in, options_for, send_new
from tests.support.people import People
from tests.support.software_key import Authenticator
from tests.web.endpoints import assert_refused

PUBLIC = {"public_url": "https://accounts.example.org"}


@pytest.fixture
def service(make_app: Callable[..., Flask]) -> Callable[..., FlaskClient]:
    return lambda **chosen: make_app(**chosen).test_client()


@pytest.mark.parametrize(
    ("chosen", "rp_id", "origin"),
    [
        ({}, "localhost", "http://localhost:8087"),
        ({"port": 9000}, "localhost", "http://localhost:9000"),
        ({"host": "0.0.0.0"}, "localhost", "http://localhost:8087"),
        ({"host": "auth.internal"}, "auth.internal", "http://auth.internal:8087"),
        (PUBLIC, "accounts.example.org", "https://accounts.example.org"),
        (
            {"public_url": "https://Accounts.Example.org:443"},
            "accounts.example.org",
            "https://accounts.example.org",
        ),
        ({"public_url": "https://example.org:8443"}, "example.org", "https://example.org:8443"),
        (PUBLIC | {"passkey_rp_id": "example.org"}, "example.org", "https://accounts.example.org"),
        (PUBLIC | {"passkey_origins": ("https://app.example.org",)}, "accounts.example.org", "https://app.example.org"),
        (PUBLIC | {"passkey_related_origins": ("https://example.com",)}, "accounts.example.org", "https://example.com"),
    ],
)
def test_a_page_of_the_domain_may_use_its_passkeys(
    service: Callable[..., FlaskClient], chosen: dict[str, Any], rp_id: str, origin: str
) -> None:
    client = service(**chosen)
    ada = People(client).join("ada")
    assert options_for(client, ada)["rp"]["id"] == rp_id
    authenticator = Authenticator(origin=origin)
    add_passkey(client, ada, authenticator)
    assert log_in(client, authenticator).status_code == 200
    for other in ("https://evil.example", f"{origin}.evil.example", "http://localhost:1", "null", ""):
        assert_refused(log_in(client, authenticator, origin=other), (403, "invalid_passkey"))


def test_an_app_for_android_may_if_it_is_named(service: Callable[..., FlaskClient]) -> None:
    origin = "android:apk-key-hash:" + "A" * 43
    client = service(**PUBLIC, passkey_origins=(origin,))
    ada = People(client).join("ada")
    sent = Authenticator(origin=origin[:-1] + "B").create(options_for(client, ada))
    assert_refused(send_new(client, ada, sent), (403, "invalid_passkey"))
    add_passkey(client, ada, Authenticator(origin=origin))


@pytest.mark.parametrize("address", ["http://127.0.0.1:8087", "https://192.0.2.7", "http://[::1]:8087"])
def test_an_ip_address_has_no_passkeys(service: Callable[..., FlaskClient], address: str) -> None:
    answer = service(public_url=address).post(LOG_IN_OPTIONS)
    assert_refused(answer, (403, "not_offered"))
    assert "GATEPOST_PUBLIC_URL" in answer.json["message"]


def test_a_host_header_changes_nothing(client: FlaskClient) -> None:
    answer = client.post(LOG_IN_OPTIONS, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert answer.json["rpId"] == "localhost"


def test_related_origins_are_listed_where_browsers_look(service: Callable[..., FlaskClient]) -> None:
    origins = ("https://example.com", "https://example.net:8443")
    answer = service(**PUBLIC, passkey_related_origins=origins).get("/.well-known/webauthn")
    assert (answer.status_code, answer.json) == (200, {"origins": list(origins)})
    assert answer.content_type == "application/json"


def test_without_related_origins_none_is_listed(client: FlaskClient) -> None:
    assert client.get("/.well-known/webauthn").json == {"origins": []}


@pytest.mark.parametrize(
    "chosen",
    [
        PUBLIC | {"passkey_rp_id": "example.com"},
        PUBLIC | {"passkey_rp_id": "ample.org"},
        PUBLIC | {"passkey_rp_id": "https://example.org"},
        PUBLIC | {"passkey_rp_id": "Example.org"},
        {"passkey_rp_id": "127.0.0.1"},
        {"passkey_origins": ("http://app.example.org",)},
        {"passkey_origins": ("https://app.example.org/",)},
        {"passkey_origins": ("*",)},
        {"passkey_origins": ("android:apk-key-hash:short",)},
        {"passkey_related_origins": ("android:apk-key-hash:" + "A" * 43,)},
    ],
    ids=str,
)
def test_settings_that_no_browser_would_take_stop_the_start(chosen: dict[str, Any]) -> None:
    with pytest.raises(BadSettings, match="GATEPOST_PASSKEY_"):
        load_settings({}, **chosen)
