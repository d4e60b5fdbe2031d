"""Google writes its issuer in two ways, and does not answer for each address that it calls proven."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.users.models import User
from tests.providers.browser import RETURN_TO, come_back, links, log_in, native
from tests.providers.test_link import count, me
from tests.support.people import Person
from tests.support.provider import Provider
from tests.web.endpoints import assert_refused


@pytest.fixture
def chosen(provider: Provider) -> dict[str, Any]:
    return {"providers": [provider.settings | {"preset": "google"}], "return_urls": (RETURN_TO,)}


def test_both_ways_to_write_its_issuer_mean_the_same(client: FlaskClient, provider: Provider) -> None:
    first = me(client, log_in(client, provider))
    provider.claims = {"iss": provider.issuer.removeprefix("http://")}
    assert me(client, log_in(client, provider))["uuid"] == first["uuid"]
    assert native(client, provider.id_token("a nonce")).status_code == 200


def test_no_other_provider_writes_its_issuer_so(make_app: Any, provider: Provider) -> None:
    client = make_app(providers=[provider.settings], return_urls=(RETURN_TO,)).test_client()
    provider.claims = {"iss": provider.issuer.removeprefix("http://")}
    assert_refused(native(client, provider.id_token("a nonce")), (403, "provider_refused"))


@pytest.mark.asvs("6.8.1")
@pytest.mark.parametrize("hd", [None, ""])
def test_an_address_that_google_does_not_keep_links_nothing(
    app: Flask, client: FlaskClient, provider: Provider, settled: Person, hd: str | None
) -> None:
    """It was proven there once, and may have another owner by now."""
    provider.claims = {"hd": hd}
    assert_refused(come_back(client, provider), (409, "email_taken"))
    assert_refused(native(client, provider.id_token("a nonce")), (409, "email_taken"))
    assert links(client, settled) == []
    assert count(app, User) == 1


def test_an_address_of_an_organisation_at_google_links(
    client: FlaskClient, provider: Provider, settled: Person
) -> None:
    provider.claims = {"hd": "example.org"}
    assert me(client, log_in(client, provider))["uuid"] == settled.uuid


def test_an_address_that_google_does_not_keep_registers_all_the_same(client: FlaskClient, provider: Provider) -> None:
    assert me(client, log_in(client, provider))["email"] == "ada@example.org"
