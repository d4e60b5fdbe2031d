"""A log-in that the hook denies has proven an address all the same: what waits for it ends, and usernames are free."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from gatepost.providers.find_provider import ENDPOINTS
from gatepost.providers.key_sets import KEYS
from tests.hooks.server import HookServer
from tests.providers.browser import native
from tests.support.letters import Letters
from tests.support.people import People
from tests.support.provider import Provider
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, Waiting
from tests.web.endpoints import assert_refused

DENIED = (403, "denied_by_hook")


@pytest.fixture
def provider() -> Iterator[Provider]:
    ENDPOINTS.forget()
    KEYS.forget()
    with Provider() as running:
        yield running


@pytest.fixture
def denying(hook: HookServer, monkeypatch: pytest.MonkeyPatch) -> HookServer:
    """It lets people register, and denies each log-in."""
    read = hook.read

    def reading(body: bytes, headers: dict[str, str]) -> Any:
        hook.says({"allow": json.loads(body)["type"] == "registration"})
        return read(body, headers)

    monkeypatch.setattr(hook, "read", reading)
    return hook


@pytest.mark.every_engine
def test_a_registration_that_waits_for_the_address_of_a_provider_ends(
    make_app: Callable[..., Flask], chosen: dict[str, Any], denying: HookServer, provider: Provider, time: SetClock
) -> None:
    app = make_app(**chosen, activation="code", providers=[provider.settings])
    waiting = Waiting(app, time)
    waiting.letter("eve", email=EMAIL)
    assert_refused(native(app.test_client(), provider.id_token("a nonce", email=EMAIL)), DENIED)
    assert waiting.state("eve") == "unknown"


@pytest.mark.every_engine
def test_a_registration_that_waits_for_the_address_of_a_code_ends(
    make_app: Callable[..., Flask], chosen: dict[str, Any], denying: HookServer, time: SetClock
) -> None:
    people = People(make_app().test_client())
    ada = people.join("ada")
    changed = people.client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed)
    assert changed.status_code == 200
    app = make_app(**chosen, activation="code")
    waiting = Waiting(app, time)
    waiting.letter("eve", email=EMAIL)
    time.pass_(minutes=1)
    letters = Letters(app)
    waiting.client.post("/user/login/code", json={"email": EMAIL})
    proof = {"email": EMAIL, "code": letters.one("login").code}
    assert_refused(waiting.client.post("/user/login/code", json=proof), DENIED)
    assert waiting.state("eve") == "unknown"
