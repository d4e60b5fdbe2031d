"""Threads that run as long as their process."""

import sys
import threading
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from gatepost import threads
from gatepost.threads import ended_threads, run_forever
from tests.web.endpoints import assert_refused


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_AFTER_AN_ERROR", 0.0)


class Panic(BaseException):
    """As one of Rust code, which is no Exception."""


@pytest.mark.parametrize("error", [ValueError, MemoryError, Panic, SystemExit])
def test_a_thread_survives_any_error_of_a_round(error: type[BaseException]) -> None:
    went_on, rounds = threading.Event(), iter([error, error])

    def do_round() -> None:
        for each in rounds:
            raise each
        went_on.set()

    thread = run_forever("a thread of a test", do_round, is_stopped=went_on.is_set)
    assert went_on.wait(timeout=10)
    thread.join(timeout=10)
    assert thread.name == "a thread of a test"
    assert ended_threads() == []


def test_a_thread_survives_a_log_that_takes_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(threads.log, "error", no_memory)
    test_a_thread_survives_any_error_of_a_round(ValueError)


@pytest.fixture
def ended() -> Iterator[str]:
    thread = run_forever("a thread that ends", lambda: None, is_stopped=sys.exit)
    thread.join(timeout=10)
    yield thread.name
    threads._running.remove(thread)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ended_by_itself_is_missed(ended: str, client: FlaskClient) -> None:
    assert ended_threads() == [ended]
    assert_refused(client.get("/readyz"), (503, "not_ready"))
    assert client.get("/healthz").status_code == 200
