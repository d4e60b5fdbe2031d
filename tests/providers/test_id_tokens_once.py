"""ID tokens count once, and are of one provider and one client."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.serving.housekeeping import Housekeeping
from tests.providers.browser import WITH, come_back, exchange, native
from tests.support.provider import Provider
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

REFUSED = (403, "provider_refused")


@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
def test_an_id_token_counts_once(app: Flask, client: FlaskClient, provider: Provider) -> None:
    token = provider.id_token("a nonce")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: native(app.test_client(), token), range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [403] * 5
    assert_refused(native(client, token), REFUSED)


@pytest.mark.asvs("15.4.2")
def test_an_id_token_counts_once_also_after_it_has_expired(
    app: Flask, time: SetClock, client: FlaskClient, provider: Provider
) -> None:
    """It is taken for another minute then, because clocks may differ; housekeeping forgets it no sooner."""
    token = provider.id_token("a nonce")
    assert native(client, token).status_code == 200
    time.pass_(seconds=330)
    Housekeeping(app).round()
    assert_refused(native(client, token), REFUSED)


def test_an_app_with_a_client_id_of_its_own_is_listed(client: FlaskClient, provider: Provider) -> None:
    assert native(client, provider.id_token("a nonce", aud="the app")).status_code == 200
    provider.claims = {"aud": "the app"}
    assert_refused(come_back(client, provider), REFUSED)


def test_an_unknown_provider_is_told(client: FlaskClient, provider: Provider) -> None:
    for answer in (
        client.post("/user/login/with/another", json={"id_token": "a.b.c", "nonce": "x"}),
        client.get("/user/login/with/another?return_to=x"),
        client.get("/user/login/with/another/callback?state=x"),
    ):
        assert_refused(answer, (404, "unknown_provider"))
    assert_refused(client.post(f"{WITH}x" * 9, json={}), (404, "not_found"))


def test_the_token_of_one_provider_is_none_of_another(
    make_app: Callable[..., Flask], chosen: dict[str, Any], provider: Provider
) -> None:
    with Provider("other") as other:
        client = make_app(**chosen | {"providers": [provider.settings, other.settings]}).test_client()
        other.keys = [other.another_key]
        for issuer in (provider.issuer, other.issuer):
            other.signs_with, other.header = other.another_key, {"alg": "RS256", "kid": "second"}
            assert_refused(native(client, other.id_token("a nonce", iss=issuer)), REFUSED)
        assert exchange(client, "nothing").status_code == 403
