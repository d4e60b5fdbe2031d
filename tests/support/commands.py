"""The command ``gatepost`` with what it says, in a process that is forked and so starts at once."""

import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.support.forked import Forked

_PATIENCE = 60  # seconds


def gatepost(
    *words: str, folder: Path, environment: Mapping[str, str], said: str = "", code: str = ""
) -> subprocess.CompletedProcess[str]:
    """Type ``gatepost`` and these *words* in *folder*, and *said* when it asks; with *code*, run that instead."""
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(said.encode())
        files[0].seek(0)
        streams = files[0], files[1], files[2]
        process = Forked(*words, folder=folder, environment=environment, streams=streams, code=code)
        try:
            status = process.wait(timeout=_PATIENCE)
        finally:
            process.kill()
        for file in files[1:]:
            file.seek(0)
        output, errors = (file.read().decode() for file in files[1:])
    return subprocess.CompletedProcess(process.args, status, output, errors)
