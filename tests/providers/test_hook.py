"""The blocking hook is asked about registrations and log-ins with a provider."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tests.hooks.server import SECRET, HookServer
from tests.providers.browser import code_of, come_back, exchange, log_in
from tests.support.provider import Provider
from tests.web.endpoints import assert_refused, row_counts

DENIED = (403, "denied_by_hook")


@pytest.fixture
def hook() -> Iterator[HookServer]:
    with HookServer() as server:
        server.says({"allow": True})
        yield server


@pytest.fixture
def chosen(chosen: dict[str, Any], hook: HookServer) -> dict[str, Any]:
    return {**chosen, "hook_url": hook.url, "hook_secret": SECRET}


def asked(hook: HookServer) -> list[str]:
    return [each.content["type"] for each in hook.asked]


@pytest.mark.every_engine
def test_it_denies_the_registration_and_then_the_log_in(app: Flask, provider: Provider, hook: HookServer) -> None:
    client, before = app.test_client(), row_counts(app)["users"]
    hook.says({"allow": False})
    assert_refused(come_back(client, provider), DENIED)
    assert row_counts(app)["users"] == before
    assert hook.asked[0].content["data"]["account"]["provider"] == provider.settings["name"]
    hook.says({"allow": True})
    code = code_of(come_back(client, provider))
    hook.says({"allow": False})
    assert_refused(exchange(client, code), DENIED)
    assert row_counts(app)["sessions"] == 0
    hook.says({"allow": True})
    assert log_in(client, provider).status_code == 200
    assert asked(hook) == ["registration", "registration", "login", "login"]


def test_it_is_not_asked_about_a_registration_that_the_policy_refuses(
    make_app: Callable[..., Flask], chosen: dict[str, Any], provider: Provider, hook: HookServer
) -> None:
    client = make_app(**chosen, sign_up="closed").test_client()
    assert_refused(come_back(client, provider), (403, "sign_up_closed"))
    assert asked(hook) == []
