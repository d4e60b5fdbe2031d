"""The last way in stays, whatever it is; and a session that ends in between changes none."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.providers import own_links as deed
from tests.providers.browser import log_in
from tests.providers.links import PATH
from tests.support.passkeys import PASSKEYS, add_passkey
from tests.support.passkeys import log_in as log_in_with_passkey
from tests.support.people import Person, bearer
from tests.support.provider import Provider
from tests.support.software_key import Authenticator
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

LAST = (409, "last_way_in")


@pytest.fixture
def silent(make_app: Callable[..., Flask], chosen: dict[str, Any]) -> Flask:
    """A service that can write to nobody, so no code lets anybody in."""
    return make_app(dev_inbox=False, **chosen)


@pytest.fixture
def newcomer(silent: Flask, provider: Provider) -> Person:
    """Somebody who came by the provider, and has no password."""
    answer = log_in(silent.test_client(), provider)
    grace = Person("", "", "", "", **answer.json)
    (found,) = silent.test_client().get("/user", headers=grace.signed).json["data"]
    grace.uuid = found["uuid"]
    return grace


def paths(client: FlaskClient, person: Person, passkey: dict[str, Any]) -> list[str]:
    """The endpoints that remove each of both ways in."""
    (link,) = client.get("/user/providers", headers=person.signed).json["data"]
    return [f"/user/providers/{link['id']}", f"{PASSKEYS}/{passkey['id']}"]


@pytest.mark.parametrize("own", [False, True], ids=["one by one", "as a factor"])
def test_a_passkey_that_is_the_last_one_is_not_removed(silent: Flask, newcomer: Person, own: bool) -> None:
    client, key = silent.test_client(), Authenticator()
    passkey = add_passkey(client, newcomer, key)
    by_provider, by_passkey = paths(client, newcomer, passkey)
    assert client.delete(by_provider, headers=newcomer.signed).status_code == 200
    signed = bearer(log_in_with_passkey(client, key).json["access_token"])
    assert_refused(client.delete(f"/user/{newcomer.uuid}/factors" if own else by_passkey, headers=signed), LAST)
    assert log_in_with_passkey(client, key).status_code == 200


def test_of_two_that_are_removed_at_once_one_stays(silent: Flask, newcomer: Person) -> None:
    client = silent.test_client()
    both = paths(client, newcomer, add_passkey(client, newcomer, Authenticator()))
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda path: silent.test_client().delete(path, headers=newcomer.signed), both))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


@pytest.mark.parametrize("off", [{"passkeys": False}, {"providers": []}], ids=["no passkeys", "no providers"])
def test_a_way_that_the_settings_have_closed_is_none(
    silent: Flask, make_app: Callable[..., Flask], chosen: dict[str, Any], newcomer: Person, off: dict[str, Any]
) -> None:
    both = paths(silent.test_client(), newcomer, add_passkey(silent.test_client(), newcomer, Authenticator()))
    client = make_app(**{"dev_inbox": False, **chosen, **off}).test_client()
    assert_refused(client.delete(both["providers" in off], headers=newcomer.signed), LAST)


@pytest.mark.asvs("15.4.2")
def test_a_log_out_that_comes_in_between_wins(
    app: Flask, client: FlaskClient, provider: Provider, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a thief whose session is ended while the provider is asked would have a way in that lasts."""
    verify = deed.verify_native

    def verify_later(*given: Any, **named: Any) -> Any:
        assert app.test_client().post("/user/logout/", headers=ada.signed).status_code == 200
        return verify(*given, **named)

    monkeypatch.setattr(deed, "verify_native", verify_later)
    body = {"id_token": provider.id_token("a nonce"), "nonce": "a nonce"}
    assert_refused(client.post(PATH, json=body, headers=ada.signed), (401, "invalid_token"))
