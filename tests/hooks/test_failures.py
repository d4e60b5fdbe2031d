"""A blocking hook that fails: nobody waits longer than HOOK_TIMEOUT, and HOOK_ON_FAILURE says what follows."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.hooks.server import HookServer
from tests.support.sms import Behaviour

BODY = {"username": "ada", "email": "ada@example.org", "password": "correct horse battery"}
FAILURES: list[Behaviour] = ["refuse", "hang", "temporary", "permanent", "cut", "trickle", "redirect"]


@pytest.mark.parametrize("how", FAILURES)
def test_a_closed_service_does_nothing_without_the_hook_and_an_open_one_goes_on(
    make_app: Callable[..., Flask], chosen: dict[str, Any], hook: HookServer, how: Behaviour
) -> None:
    hook.behave(how)
    closed, opened = make_app(**chosen), make_app(**chosen, hook_on_failure="open")
    refused = closed.test_client().post("/user", json=BODY)
    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert opened.test_client().post("/user", json=BODY).status_code == 201


def test_a_denial_counts_also_where_failures_are_open(
    make_app: Callable[..., Flask], chosen: dict[str, Any], hook: HookServer
) -> None:
    hook.says({"allow": False})
    opened = make_app(**chosen, hook_on_failure="open").test_client()
    assert opened.post("/user", json=BODY).status_code == 403


def test_a_service_without_the_setting_asks_nobody(make_app: Callable[..., Flask], hook: HookServer) -> None:
    assert make_app().test_client().post("/user", json=BODY).status_code == 201
    assert hook.asked == []
