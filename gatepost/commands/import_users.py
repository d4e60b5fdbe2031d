"""gatepost users import: accounts from a file, with a report of every line that is refused."""

import io
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import click
from sqlalchemy.exc import SQLAlchemyError

from gatepost.commands.because import because
from gatepost.commands.export_users import users as users
from gatepost.commands.import_report import reporting
from gatepost.contacts.address import KINDS
from gatepost.database.wait import reason_with_remedy
from gatepost.imports.account import Policy
from gatepost.imports.formats import FORMATS, PEEKED, recognised
from gatepost.imports.import_users import Counts, import_users
from gatepost.imports.unusable import UnusableFile
from gatepost.users.external_ids import SOURCE_MAX

_SOME_REFUSED, _FAILED = 1, 2
_SOURCE = re.compile(rf"[a-z0-9][a-z0-9_.-]{{0,{SOURCE_MAX - 1}}}")


def _options(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    if not all(name and equals for name, equals, _ in pairs):
        raise click.BadParameter("Give NAME=VALUE, or NAME=@FILE.")
    return {name: _from_file(value[1:]) if value.startswith("@") else value for name, _, value in pairs}


def _from_file(path: str) -> str:
    """The text of a file: a secret on the command line could be read by others on the machine."""
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError, ValueError):
        raise click.BadParameter(f"{path} cannot be read.") from None


def _source(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _SOURCE.fullmatch(value):
        raise click.BadParameter(f"Use 1 to {SOURCE_MAX} small letters, digits and . _ -")
    return value


@users.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--from",
    "format_",
    type=click.Choice(list(FORMATS)),
    metavar="FORMAT",
    help="The system (docs/moving-in.md); otherwise the file shows its format.",
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_options,
    help="For the format; @FILE reads it.",
)
@click.option("--source", callback=_source, help="Name of the system that the ids are of (default: the format).")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--wrap", is_flag=True, help="Put Argon2id around the hashes, so that no weak one is stored.")
@click.option("--keep-uuids", is_flag=True, help="The ids are uuids, which the accounts get: for lines of an export.")
@click.option("--allow-administrators", is_flag=True, help="Take lines with the role administrator, too.")
@click.option(
    "--verified",
    multiple=True,
    type=click.Choice(list(KINDS)),
    callback=lambda _context, _parameter, given: frozenset(given),
    help="Take all addresses of this kind for verified; may be repeated.",
)
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write each refused line to this file.")
@because(required=False)
def import_file(
    file: BinaryIO, format_: str | None, options: dict[str, str], report: Path | None, reason: str, **asked: Any
) -> None:
    """Make the accounts that FILE describes; - is standard input.

    Nobody gets a message. The same file can be imported again: accounts that
    are there stay as they are. Ends with 1 if a line was refused, with 2 if the
    file could not be read or stored to its end.
    """
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", file))
    counts = Counts()
    try:
        named = format_ or recognised(buffered.peek(PEEKED)[:PEEKED])
        policy = Policy(**{**asked, "source": asked["source"] or named})
        with reporting(report, file) as refuse, _bar(cast("io.BufferedReader", buffered)) as bar:

            def progress(so_far: Counts) -> None:
                bar(so_far)
                counts.imported = 0 if policy.dry_run else so_far.imported  # so many are stored

            lines = FORMATS[named](buffered, options)
            counts = import_users(lines, policy, reason=reason, refuse=refuse, progress=progress)
    except UnusableFile as error:
        _stop(str(error), counts)
    except OSError as error:
        _stop(f"A file cannot be used: {error.strerror}", counts)
    except sqlite3.Error as error:
        _stop(f"The temporary file of a dry run cannot be used: {error}", counts)
    except SQLAlchemyError as error:
        _stop(f"The database cannot be used: {reason_with_remedy(error)}", counts)
    would = "Nothing is stored; an import would have: " if policy.dry_run else ""
    click.echo(f"{would}{counts}.")
    if counts.refused:
        raise click.exceptions.Exit(_SOME_REFUSED)


def _stop(reason: str, counts: Counts) -> None:
    """Say why it ends before the end of the file. Raises Exit."""
    stored = f" Imported so far: {counts.imported}; import the same file again to go on." if counts.imported else ""
    click.echo(f"gatepost: {reason}{stored}", err=True)
    raise click.exceptions.Exit(_FAILED)


@contextmanager
def _bar(file: io.BufferedReader) -> Iterator[Callable[[Counts], None]]:
    """A function for the progress: it moves a bar on a terminal, if the size of the file is known."""
    try:
        size = os.fstat(file.fileno()).st_size if file.seekable() else 0
    except OSError:
        size = 0
    if not size:
        yield lambda _: None
        return
    with click.progressbar(length=size, file=sys.stderr, hidden=not sys.stderr.isatty(), label="Importing") as bar:

        def move(_: Counts) -> None:
            bar.update(file.tell() - bar.pos)

        yield move
