"""The report of an import: a line of JSON for each line that was refused. It has no password, and no hash of one."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson

from gatepost.imports.account import Refused

_MOST_TOLD = 20  # refused lines, where there is no report


def _told(each: Refused) -> dict[str, Any]:
    """A line of the report: the first reason, and all others."""
    (field, reason), *others = each.reasons
    told: dict[str, Any] = {
        "place": each.place,
        "external_id": each.external_id,
        "field": field or None,
        "reason": reason,
    }
    return told | ({"also": [{"field": field or None, "reason": reason} for field, reason in others]} if others else {})


@contextmanager
def reporting(report: Path | None, source: BinaryIO) -> Iterator[Callable[[Refused], object]]:
    """A function for each refused line: it writes the report, or the first lines to standard error. Raises OSError."""
    if report is None:
        told = 0

        def show(each: Refused) -> None:
            nonlocal told
            told += 1
            if told <= _MOST_TOLD:
                click.echo(orjson.dumps(_told(each)).decode(), err=True)
            elif told == _MOST_TOLD + 1:
                click.echo("More lines are refused: --report FILE has them all.", err=True)

        yield show
        return
    if report.exists() and hasattr(source, "name") and Path(str(source.name)).exists() and report.samefile(source.name):
        raise click.UsageError("--report names the file that is imported.")
    with open(os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # and no device, such as /dev/null
            os.fchmod(file.fileno(), 0o600)
        yield lambda each: file.write(orjson.dumps(_told(each), option=orjson.OPT_APPEND_NEWLINE))
