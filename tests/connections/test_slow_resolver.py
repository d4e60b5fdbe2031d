"""A resolver that does not answer holds nobody longer than the time that is declared."""

import socket
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from flask import Flask

from gatepost.database.lines import open_line
from gatepost.host_addresses import look_up
from tests.hooks.conftest import chosen as chosen
from tests.hooks.conftest import hook as hook
from tests.hooks.server import HookServer

BODY = {"username": "ada", "email": "ada@example.org", "password": "correct horse battery"}
_PATIENCE = 5  # seconds, after which a caller that waits for the resolver goes on, and the test fails


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names that a resolver was asked for which answers only after the test."""
    asked: list[str] = []
    end, resolve = Event(), socket.getaddrinfo

    def wait(host: str, *more: Any, **named: Any) -> Any:
        if host != "localhost":
            return resolve(host, *more, **named)
        asked.append(host)
        end.wait(_PATIENCE)
        return resolve("127.0.0.1", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    yield asked
    end.set()


def test_no_request_waits_longer_than_the_time_of_its_hook(
    make_app: Callable[..., Flask], chosen: dict[str, Any], hook: HookServer, slow: list[str]
) -> None:
    chosen["hook_url"] = hook.url.replace("127.0.0.1", "localhost")
    answer = make_app(**chosen).test_client().post("/user", json=BODY)
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    opened = make_app(**chosen, hook_on_failure="open").test_client()
    assert opened.post("/user", json=BODY).status_code == 201
    assert (slow, hook.asked) == (["localhost"], [])  # the second waits for the answer to the first


def test_no_statement_waits_for_it_either(slow: list[str]) -> None:
    with pytest.raises(TimeoutError):
        open_line({"host": "localhost", "port": 1}, timeout=0.01)
    assert slow == ["localhost"]


def test_all_who_ask_at_once_get_one_answer_and_later_ones_a_new_one(slow: list[str]) -> None:
    for _ in range(3):
        with pytest.raises(TimeoutError):
            look_up("localhost", 2, seconds=0.01)
    with pytest.raises(TimeoutError):
        look_up("localhost", 3, seconds=0.01)
    assert slow == ["localhost"] * 2
    assert [str(each[4][0]) for each in look_up("127.0.0.1", 2, seconds=0.01)] == ["127.0.0.1"]


def test_a_name_is_looked_up_anew_once_it_was_answered() -> None:
    found = look_up("localhost", 4, seconds=_PATIENCE)
    assert {str(each[4][0]) for each in found} <= {"127.0.0.1", "::1"}
    assert look_up("localhost", 4, seconds=_PATIENCE) == found
