"""Call a function for many jobs, each in a forked process of its own, several at once."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import connection, get_context
from typing import Any, TypeVar

_FORK = get_context("fork")
Job, Result = TypeVar("Job"), TypeVar("Result")


class NoResult(Exception):
    """A process ended, or was ended, before it gave a result. Its text gives the reason."""


class _Fork:
    """One process."""

    def __init__(self, work: Callable[[Any], Any], job: Any) -> None:
        self.job = job
        self.begun = time.monotonic()
        self.receiver, sender = _FORK.Pipe(duplex=False)
        self._process = _FORK.Process(target=_call, args=(work, job, sender))
        self._process.start()
        sender.close()

    def result(self) -> Any:
        """What the function gave, once *receiver* is ready."""
        try:
            return self.receiver.recv()
        except EOFError:
            self._process.join()
            return NoResult(f"its process ended with {self._process.exitcode}")

    def end(self) -> None:
        """End it, with all processes that it started and left behind."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self.receiver.close()


def run_forked(
    work: Callable[[Job], Result], jobs: Sequence[Job], *, at_once: int, limit: float
) -> Iterator[tuple[Job, Result | NoResult]]:
    """Give the result of each job as soon as it is known; NoResult after *limit* seconds."""
    waiting, running = list(reversed(jobs)), dict[Any, _Fork]()
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                fork = _Fork(work, waiting.pop())
                running[fork.receiver] = fork
            left = min(fork.begun for fork in running.values()) + limit - time.monotonic()
            ready = connection.wait(list(running), max(left, 0))
            late = [receiver for receiver, fork in running.items() if time.monotonic() - fork.begun > limit]
            for receiver in {*ready, *late}:
                fork = running.pop(receiver)
                result = fork.result() if receiver in ready else NoResult(f"it took longer than {limit:.0f} seconds")
                fork.end()
                yield fork.job, result
    finally:
        for fork in running.values():
            fork.end()


def _call(work: Callable[[Any], Any], job: Any, sender: connection.Connection) -> None:
    """Run in the new process, which leads a group, so that all that it starts can be ended with it."""
    os.setpgid(0, 0)
    with open(os.devnull) as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    sender.send(work(job))
    sys.stdout.flush()
    os._exit(0)  # waits for no thread that a library has left behind
