"""The Python client sends a call again only where the service has not carried it out, or may do so twice."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from gatepost_client import AsyncClient, Call, Client, MemoryStore, NoAnswer, Refused, UnexpectedAnswer, calls

from tests.clients.conftest import REFRESH, Line
from tests.clients.expire import expire
from tests.servers.processes import free_port

GET, POST = calls.sessions.get_session(), calls.login.prove_again(password="password")
DELETE, PUT = calls.sessions.end_own_session("1"), calls.roles.put_role("keeper", description="", permissions=[])
SOON, LATER = {"Retry-After": "0"}, {"Retry-After": "60"}


def refusal(status: int, headers: dict[str, str]) -> httpx.Response:
    code = {429: "too_many_requests", 503: "unavailable"}[status]
    return httpx.Response(status, json={"message": "Later.", "status": status, "code": code}, headers=headers)


@pytest.mark.parametrize(
    ("call", "status", "headers", "sent"),
    [
        (GET, 503, SOON, 3),
        (PUT, 503, SOON, 3),
        (POST, 503, SOON, 1),
        (DELETE, 503, SOON, 1),
        (POST, 429, SOON, 3),
        (GET, 503, LATER, 1),
        (GET, 503, {}, 1),
        (GET, 503, {"Retry-After": "Tue, 01 Dec 2026 00:00:00 GMT"}, 1),
    ],
    ids=lambda value: value.method if isinstance(value, Call) else str(value),
)
def test_a_call_is_sent_again_where_that_is_safe_and_not_without_end(
    gatepost: Client, line: Line, call: Call[Any], status: int, headers: dict[str, str], sent: int
) -> None:
    line.answer = lambda _: refusal(status, headers)
    with pytest.raises(Refused) as refused:
        gatepost.send(call)
    assert refused.value.status == status
    assert len(line.requests) == sent


def test_a_refresh_is_sent_again_after_a_503(gatepost: Client, line: Line, store: MemoryStore) -> None:
    answers: Iterator[httpx.Response | None] = iter([None, refusal(503, SOON), None, refusal(503, SOON), None])
    line.answer = lambda _: next(answers)
    expire(store)
    assert gatepost.send(GET)["status"] == 200
    assert line.lines == ["GET /user/session", REFRESH, REFRESH, "GET /user/session", "GET /user/session"]


def test_a_call_without_an_answer_is_not_sent_again_and_says_whether_it_was_sent(gatepost: Client, line: Line) -> None:
    def time_out(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("late")

    line.answer = time_out
    with pytest.raises(NoAnswer) as lost:
        gatepost.send(GET)
    assert lost.value.was_sent
    assert len(line.requests) == 1
    with pytest.raises(NoAnswer) as refused, Client(f"http://127.0.0.1:{free_port()}") as nowhere:
        nowhere.send(calls.health.healthz())
    assert not refused.value.was_sent


NOWHERE = ["ftp://accounts.example.org", "accounts.example.org", "", "http://[::1", "http://", "http://a:port"]


@pytest.mark.parametrize("url", NOWHERE)
def test_an_address_that_is_none_of_http_gets_no_answer_because_nothing_was_sent(url: str) -> None:
    async def ask() -> None:
        async with AsyncClient(url) as gatepost:
            await gatepost.send(calls.health.healthz())

    for send in (lambda: Client(url).send(calls.health.healthz()), lambda: asyncio.run(ask())):
        with pytest.raises(NoAnswer) as none:
            send()
        assert not none.value.was_sent


@pytest.mark.parametrize("error", [httpx.ReadError, httpx.WriteTimeout, httpx.RemoteProtocolError, httpx.ProxyError])
def test_a_call_that_may_have_arrived_is_called_sent(
    gatepost: Client, line: Line, error: type[httpx.TransportError]
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error("lost")

    line.answer = fail
    with pytest.raises(NoAnswer) as lost:
        gatepost.send(POST)
    assert lost.value.was_sent is (error is not httpx.ProxyError)


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(502, text="<h1>Bad gateway</h1>"), httpx.Response(302, headers={"Location": "/"})],
    ids=["html", "redirect"],
)
def test_an_answer_of_a_proxy_is_no_refusal(gatepost: Client, line: Line, answer: httpx.Response) -> None:
    line.answer = lambda _: answer
    with pytest.raises(UnexpectedAnswer) as unexpected:
        gatepost.send(GET)
    assert unexpected.value.status == answer.status_code


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_value_that_would_lead_to_another_endpoint_is_refused(value: str) -> None:
    """``DELETE /user/sessions/`` with nothing behind it ends all other sessions."""
    with pytest.raises(ValueError, match="cannot be a part"):
        calls.sessions.end_own_session(value)
    assert calls.sessions.end_own_session("a/b").path == "/user/sessions/a%2Fb"
