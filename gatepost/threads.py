"""Threads that run as long as their process: each has a name, survives errors of a round, and is missed if it ends."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress

import structlog

_AFTER_AN_ERROR = 1.0  # seconds

log = structlog.get_logger("gatepost")

_running: list[threading.Thread] = []
os.register_at_fork(after_in_child=_running.clear)  # a child has none of its parent's threads


def run_forever(
    name: str, do_round: Callable[[], object], *, is_stopped: Callable[[], bool] = lambda: False
) -> threading.Thread:
    """Start a daemon thread that calls *do_round* until *is_stopped* says so. *do_round* waits for work by itself.

    An error of one round is logged as ``thread.failed``; the next round begins a second later.
    """

    def run() -> None:
        while not is_stopped():
            try:
                do_round()
            except BaseException as error:  # a panic in Rust code is no Exception
                with suppress(BaseException):  # such as no memory for the line
                    log.error("thread.failed", thread=name, exc_info=error)  # noqa: TRY400  its traceback is the line's
                pause(_AFTER_AN_ERROR)
        _running.remove(thread)

    thread = threading.Thread(target=run, name=name, daemon=True)
    _running.append(thread)
    thread.start()
    return thread


def pause(seconds: float) -> None:
    """Wait for so many *seconds*. Unlike ``time.sleep`` it raises nothing while somebody sets the clock."""
    threading.Event().wait(seconds)


def start_thread(name: str, run: Callable[[], object]) -> None:
    """Start a daemon thread that does one thing, and ends."""
    threading.Thread(target=run, name=name, daemon=True).start()


def ended_threads() -> list[str]:
    """The names of this process's threads that have ended although nothing stopped them."""
    return [thread.name for thread in _running if thread.ident is not None and not thread.is_alive()]
