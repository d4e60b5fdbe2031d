"""The Python client refreshes its session by itself, and once for all who need it."""

import asyncio
from threading import Barrier

import httpx
import pytest
from gatepost_client import AsyncClient, Client, Kept, MemoryStore, NoAnswer, Refused, UnexpectedAnswer, calls

from tests.clients.conftest import REFRESH, Line
from tests.clients.expire import expire, session_in
from tests.serving.wire import ask, at_once
from tests.support.live import Live
from tests.support.people import Person

OWN = calls.sessions.get_session()


def test_ten_threads_make_one_refresh_and_no_refresh_token_is_sent_twice(
    gatepost: Client, line: Line, store: MemoryStore, ada: Person
) -> None:
    sent = []
    for _ in range(3):
        meeting = Barrier(10)

        def meet(request: httpx.Request, meeting: Barrier = meeting) -> None:
            """All ten are sent with the expired token: none of them comes after the refresh of another."""
            if request.headers["Authorization"] == "Bearer expired":
                meeting.wait(10)

        expire(store)
        line.answer = meet
        answers = at_once([lambda: gatepost.send(OWN)] * 10)
        assert {answer["data"]["uuid"] for answer in answers} == {ada.uuid}
        sent += [request for request in line.requests if request.url.path == "/user/refresh-token/"]
        line.requests.clear()
    assert len(sent) == 3
    assert len({request.headers["Authorization"] for request in sent}) == 3


@pytest.mark.parametrize(
    "body",
    [b"{}", b"null", b"7", b'"x"', b'{"access_token":"n"}', b"[" * 100_000, b"<html>"],
    ids=lambda body: body[:9],
)
def test_a_refresh_that_something_else_than_gatepost_answers_costs_no_session(
    gatepost: Client, line: Line, store: MemoryStore, body: bytes
) -> None:
    expire(store)
    line.answer = lambda request: httpx.Response(200, content=body) if "refresh" in request.url.path else None
    with pytest.raises(UnexpectedAnswer):
        gatepost.send(OWN)
    line.answer = lambda _: None
    assert gatepost.send(OWN)["status"] == 200


def test_an_answer_that_cannot_be_decoded_is_none(gatepost: Client, line: Line) -> None:
    line.answer = lambda _: httpx.Response(
        200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
    )
    with pytest.raises(NoAnswer) as raised:
        gatepost.send(OWN)
    assert raised.value.was_sent


def test_ten_tasks_make_one_refresh(live: Live, ada: Person) -> None:
    store, lines = MemoryStore(), []

    async def note(request: httpx.Request) -> None:
        lines.append(f"{request.method} {request.url.path}")

    async def meet(response: httpx.Response) -> None:
        if response.status_code == 401:
            await asyncio.wait_for(meeting.wait(), 10)

    async def run() -> list[str]:
        hooks = {"request": [note], "response": [meet]}
        async with httpx.AsyncClient(event_hooks=hooks, trust_env=False) as http:
            gatepost = AsyncClient(live.url, store=store, http=http)
            await gatepost.log_in(username="ada", password=ada.password)
            expire(store)
            answers = await asyncio.gather(*(gatepost.send(OWN) for _ in range(10)))
            await gatepost.log_out()
            return [answer["data"]["uuid"] for answer in answers]

    meeting = asyncio.Barrier(10)
    assert asyncio.run(run()) == [ada.uuid] * 10
    assert lines.count(REFRESH) == 1
    assert store.load().session is None


def test_new_tokens_are_kept_before_the_call_is_sent_again(gatepost: Client, line: Line, store: MemoryStore) -> None:
    kept: list[str] = []
    line.answer = lambda request: kept.append(session_in(store).access_token)
    before = session_in(store).refresh_token
    expire(store)
    gatepost.send(OWN)
    assert line.lines == ["GET /user/session", REFRESH, "GET /user/session"]
    assert kept[:2] == ["expired", "expired"]
    assert f"Bearer {kept[2]}" == line.requests[2].headers["Authorization"]
    assert session_in(store).refresh_token != before


def test_a_session_that_ended_elsewhere_is_told_by_its_code_and_forgotten(
    live: Live, gatepost: Client, line: Line, store: MemoryStore
) -> None:
    device = store.load().device
    ask(live.url, "POST /user/logout/", token=session_in(store).access_token)
    with pytest.raises(Refused) as refused:
        gatepost.send(OWN)
    assert (refused.value.code, refused.value.status) == ("invalid_token", 401)
    assert refused.value.request_id
    assert store.load() == Kept(None, device)
    assert line.lines == ["GET /user/session", REFRESH]


def test_a_call_of_one_session_is_never_sent_again_in_another(
    gatepost: Client, line: Line, store: MemoryStore, live: Live, ada: Person
) -> None:
    """Another user may have logged in meanwhile: it would act in their name."""
    other = Client(live.url, store=store)

    def log_in_meanwhile(request: httpx.Request) -> None:
        if request.headers["Authorization"] == "Bearer expired":
            other.log_in(username="ada", password=ada.password)

    expire(store)
    line.answer = log_in_meanwhile
    with pytest.raises(Refused, match="invalid_token"):
        gatepost.send(calls.sessions.end_other_own_sessions())
    assert line.lines == ["DELETE /user/sessions"]
    expire(store)
    gatepost.log_out()  # of the session before: the one that has begun meanwhile goes on
    assert gatepost.send(OWN)["data"]["uuid"] == ada.uuid


def test_ten_tasks_share_the_failure_of_one_refresh(live: Live, ada: Person) -> None:
    """Otherwise the last would wait for ten time-outs."""
    store, lines = MemoryStore(), []
    meeting, refused = asyncio.Barrier(10), asyncio.Event()

    async def fail(request: httpx.Request) -> None:
        lines.append(f"{request.method} {request.url.path}")
        if lines[-1] == REFRESH and not refused.is_set():
            await asyncio.sleep(0.2)  # the others wait for it by now
            raise httpx.ReadTimeout("late", request=request)

    async def meet(response: httpx.Response) -> None:
        if response.status_code == 401:
            await asyncio.wait_for(meeting.wait(), 10)

    async def run() -> None:
        hooks = {"request": [fail], "response": [meet]}
        async with httpx.AsyncClient(event_hooks=hooks, trust_env=False) as http:
            gatepost = AsyncClient(live.url, store=store, http=http)
            await gatepost.log_in(username="ada", password=ada.password)
            expire(store)
            failed = await asyncio.gather(*(gatepost.send(OWN) for _ in range(10)), return_exceptions=True)
            assert {type(each) for each in failed} == {NoAnswer}
            assert lines.count(REFRESH) == 1
            refused.set()
            answers = await asyncio.gather(*(gatepost.send(OWN) for _ in range(10)))
            assert {answer["data"]["uuid"] for answer in answers} == {ada.uuid}

    asyncio.run(run())
    assert lines.count(REFRESH) == 2


def test_a_refresh_whose_answer_is_lost_loses_nothing(gatepost: Client, line: Line, store: MemoryStore) -> None:
    def lose(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/user/refresh-token/" and line.lines.count(REFRESH) == 1:
            with httpx.HTTPTransport() as transport:
                transport.handle_request(request).read()
            raise httpx.ReadTimeout("lost")
        return None

    expire(store)
    line.answer = lose
    with pytest.raises(NoAnswer):
        gatepost.send(OWN)
    assert gatepost.send(OWN)["status"] == 200
    first, second = [request for request in line.requests if request.url.path == "/user/refresh-token/"]
    assert first.headers["Authorization"] == second.headers["Authorization"]


def test_a_refresh_that_is_cancelled_lets_the_others_go_on(live: Live, ada: Person) -> None:
    store = MemoryStore()

    async def run() -> None:
        held = asyncio.Event()

        async def hold(response: httpx.Response) -> None:
            if response.url.path == "/user/refresh-token/" and not held.is_set():
                held.set()
                await asyncio.sleep(60)

        async with httpx.AsyncClient(event_hooks={"response": [hold]}, trust_env=False) as http:
            gatepost = AsyncClient(live.url, store=store, http=http)
            await gatepost.log_in(username="ada", password=ada.password)
            expire(store)
            first, second = (asyncio.create_task(gatepost.send(OWN)) for _ in range(2))
            await asyncio.wait_for(held.wait(), 10)
            first.cancel()
            assert (await second)["data"]["uuid"] == ada.uuid

    asyncio.run(run())
