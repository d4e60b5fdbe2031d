"""Traces: spans of declared routes and of statements without values, sent by OTLP to a real receiver."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from tests.serving.wire import ask, join, register
from tests.support.live import Live
from tests.support.receiver import Received, attributes, receiver

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = {"traceparent": f"00-{TRACE}-{PARENT}-01"}


@pytest.fixture
def received() -> Iterator[Received]:
    with receiver() as made:
        yield made


@pytest.fixture
def traced(live: Callable[..., Live], received: Received) -> Callable[..., Live]:
    """Starts services that send their traces to the receiver."""

    def start(*options: str, **chosen: str) -> Live:
        where = {"OTEL_EXPORTER_OTLP_ENDPOINT": received.url, "OTEL_BSP_SCHEDULE_DELAY": "50"}
        return live(*options, GATEPOST_TRACES="on", **where | chosen)

    return start


def requests(received: Received, name: str) -> list[Span]:
    return [span for span in received.spans if span.name == name]


@pytest.mark.every_engine
def test_a_request_is_a_span_with_its_statements_below_it(
    traced: Callable[..., Live], received: Received, empty_database: str
) -> None:
    service = traced("--workers", "2", SQLALCHEMY_DATABASE_URI=empty_database)
    ada = join(service.url, "ada")
    assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
    service.wait_until(lambda: requests(received, "GET /user/<uuid:uuid>") and requests(received, "POST /user/login"))
    (shown,) = requests(received, "GET /user/<uuid:uuid>")
    assert (shown.kind, shown.parent_span_id) == (Span.SPAN_KIND_SERVER, b"")
    assert attributes(shown) == {
        "http.request.method": "GET",
        "http.route": "/user/<uuid:uuid>",
        "http.response.status_code": 200,
    }
    (login,) = requests(received, "POST /user/login")
    statements = [span for span in received.spans if span.parent_span_id == login.span_id]
    assert {span.trace_id for span in statements} == {login.trace_id}
    assert {span.name for span in statements} >= {"SELECT", "INSERT", "UPDATE"}
    systems = {attributes(span)["db.system.name"] for span in statements}
    assert systems < {"sqlite", "mysql", "mariadb", "postgresql"}
    assert len(systems) == 1
    assert received.resources[0]["service.name"] == "gatepost"


@pytest.mark.every_engine
@pytest.mark.asvs("16.2.5")
def test_nothing_personal_is_in_a_trace(traced: Callable[..., Live], received: Received, empty_database: str) -> None:
    service = traced(SQLALCHEMY_DATABASE_URI=empty_database)
    ada = join(service.url, "ada.lovelace", password="a-password-of-ada")
    taken = {"username": "ada.lovelace", "mobile": ada.mobile, "password": "a-password-of-ada"}
    assert ask(service.url, "POST /user", taken).status == 409
    assert ask(service.url, "POST /user/login", {"username": "nobody.known", "password": "x"}).status == 401
    assert ask(service.url, f"GET /user/{ada.uuid}?mobile={ada.mobile}", token=ada.access_token).status in (200, 422)
    assert ask(service.url, f"GET /nowhere/{ada.uuid}").status == 404
    assert service.stop() == 0
    assert {"GET (unknown)", "POST /user"} <= {span.name for span in received.spans}
    refused = [attributes(span).get("gatepost.code") for span in requests(received, "POST /user/login")]
    assert set(refused) == {None, "invalid_credentials"}
    personal = (ada.uuid, "lovelace", "nobody", ada.mobile, "127.0.0.1", "a-password-of", ada.access_token, "python")
    assert [word for word in personal if word in without_library(received)] == []


def without_library(received: Received) -> str:
    """All that was sent, but for the name of OpenTelemetry's library."""
    return received.text.replace('string_value: "python"', "")


def test_a_trace_goes_on_from_a_trusted_proxy_and_from_nobody_else(
    traced: Callable[..., Live], received: Received
) -> None:
    trusting, other = traced(GATEPOST_TRUSTED_PROXIES="127.0.0.1"), traced()
    for service in (trusting, other):
        httpx.get(f"{service.url}/openapi.json", headers=TRACEPARENT, trust_env=False)
    trusting.wait_until(lambda: len(requests(received, "GET /openapi.json")) == 2)
    parents = {(span.trace_id.hex(), span.parent_span_id.hex()) for span in requests(received, "GET /openapi.json")}
    assert len(parents) == 2
    assert (TRACE, PARENT) in parents
    assert TRACE not in {trace for trace, parent in parents if not parent}


def test_spans_are_sent_before_the_process_ends(traced: Callable[..., Live], received: Received) -> None:
    service = traced(OTEL_BSP_SCHEDULE_DELAY="600000")
    assert ask(service.url, "GET /openapi.json").status == 200
    assert service.stop() == 0
    assert len(requests(received, "GET /openapi.json")) == 1


def test_a_receiver_that_is_away_delays_neither_a_request_nor_the_end(live: Callable[..., Live]) -> None:
    service = live(GATEPOST_TRACES="on", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    begun = time.monotonic()
    assert ask(service.url, "GET /openapi.json").status == 200
    assert time.monotonic() - begun < 2
    assert service.stop() == 0
    assert time.monotonic() - begun < 8


def test_a_failed_request_is_an_error_without_its_text(traced: Callable[..., Live], received: Received) -> None:
    service = traced(GATEPOST_DATABASE_TIMEOUT="1s")
    with closing(sqlite3.connect(service.instance / "gatepost.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert register(service.url, "ada").status == 503
    service.wait_until(lambda: requests(received, "POST /user"))
    (failed,) = requests(received, "POST /user")
    assert failed.status == Status(code=Status.STATUS_CODE_ERROR)
    assert attributes(failed)["error.type"] == "unavailable"
    (statement,) = [span for span in received.spans if span.parent_span_id == failed.span_id and span.status.code]
    assert statement.status == Status(code=Status.STATUS_CODE_ERROR)
    assert attributes(statement)["error.type"] == "OperationalError"
    assert not [*failed.events, *statement.events]
