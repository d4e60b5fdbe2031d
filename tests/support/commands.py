"""The command ``gatepost`` without the second that its imports take: in a fork of this process, which has them."""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, event

from gatepost import clock
from gatepost.cli import main
from gatepost.passwords import threads

_FORK = multiprocessing.get_context("fork")
_PATIENCE = 60  # seconds


def gatepost(
    *words: str, folder: Path, environment: Mapping[str, str], said: str = ""
) -> subprocess.CompletedProcess[str]:
    """Type ``gatepost`` and these *words* in *folder*, and *said* when it asks."""
    with ExitStack() as stack:
        streams = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        streams[0].write(said.encode())
        for stream in streams:
            stream.seek(0)
        numbers = [stream.fileno() for stream in streams]
        process = _FORK.Process(target=_run, args=(words, folder, dict(environment), numbers))
        process.start()
        process.join(_PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(["gatepost", *words], _PATIENCE)
        for stream in streams:
            stream.seek(0)
        output, errors = (stream.read().decode() for stream in streams[1:])
    return subprocess.CompletedProcess(["gatepost", *words], process.exitcode, output, errors)


def _run(words: tuple[str, ...], folder: Path, environment: dict[str, str], streams: list[int]) -> None:
    """As a process of its own would: nothing of the test is left but what has been imported."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.stdin, sys.stdout, sys.stderr = (open(number, mode, closefd=False) for number, mode in enumerate("rww"))  # noqa: SIM115
    sys.argv = ["gatepost", *words]
    threads._threads.cache_clear()  # a fork has no threads
    engines: set[Engine] = set()
    event.listen(Engine, "engine_connect", lambda connection: engines.add(connection.engine))
    try:
        with clock.set_to(lambda: datetime.now(UTC)):
            main()
    finally:
        for engine in engines:
            engine.dispose()  # at the end of a fork nothing closes by itself
