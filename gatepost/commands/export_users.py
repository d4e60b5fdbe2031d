"""gatepost users export: all that is stored about one user, or all users as lines that an import takes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson
from sqlalchemy.exc import SQLAlchemyError

from gatepost.commands.because import because
from gatepost.commands.find_named import find_named
from gatepost.commands.help_users import users as users
from gatepost.database.wait import reason_with_remedy
from gatepost.exports.export_user import export_user
from gatepost.imports.export_users import export_users

_FAILED = 2


@users.command()
@click.argument("who", required=False)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file, for you alone.")
@click.option("--without-passwords", is_flag=True, help="Leave the hashes of passwords out of the lines.")
@because(required=False)
def export(who: str | None, output: Path | None, without_passwords: bool, reason: str) -> None:
    """Print all that is stored about WHO, as JSON.

    Without WHO print all users, as JSON lines that gatepost users import takes,
    with the hashes of their passwords.
    """
    if who is not None:
        if not reason or without_passwords:
            raise click.UsageError("For one user give --reason, and no --without-passwords: no export of one has any.")
        exported = export_user(find_named(who).uuid, reason=reason)
        with _opened(output) as file:
            file.write(orjson.dumps(exported, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        return
    try:
        with _opened(output) as file:
            number = _write(file, export_users(passwords=not without_passwords, reason=reason))
    except (OSError, SQLAlchemyError) as error:
        told = reason_with_remedy(error) if isinstance(error, SQLAlchemyError) else error.strerror
        click.echo(f"gatepost: The export is not complete: {told}", err=True)
        raise click.exceptions.Exit(_FAILED) from None
    click.echo(f"Exported: {number}.", err=True)


def _write(file: BinaryIO, lines: Iterator[dict[str, Any]]) -> int:
    number = 0
    for line in lines:
        file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        number += 1
    return number


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """The file, which has its name once it is complete; or standard output. Raises OSError."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if output.exists() and not output.is_file():
        raise click.UsageError("--output names something that is no file.")
    part = output.with_name(f"{output.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
