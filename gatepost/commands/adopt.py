"""gatepost adopt"""

import os
import sys
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import orjson
from flask.cli import with_appcontext

from gatepost.adoption.adopt import Adoption, adopt_original
from gatepost.adoption.kinds import KINDS
from gatepost.adoption.original import KEPT, ON_THE_WAY
from gatepost.adoption.survey import Survey, looking, survey
from gatepost.database.wait import wait_for_database
from gatepost.settings import settings

_EVERY = "all"
_SHOWN = 20  # rows of each kind


def _zone(_context: click.Context, _parameter: click.Parameter, value: str) -> tzinfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter("give a name such as UTC or Asia/Dhaka") from None


@click.command()
@click.option("--dry-run", is_flag=True, help="Tell what would clash, and change nothing.")
@click.option(
    "--accept",
    "chosen",
    multiple=True,
    metavar="KIND",
    type=click.Choice([*KINDS, _EVERY]),
    help=f"Adopt rows that clash in this, too, as is told of it: {', '.join(KINDS)} or {_EVERY}. May be repeated.",
)
@click.option("--wrap", is_flag=True, help="Store no md5: hash each hash by Argon2id at once. Needs SALT_KEY.")
@click.option("--time-zone", "zone", default="UTC", show_default=True, callback=_zone, help="Zone of the old times.")
@click.option("--report", type=click.Path(path_type=Path), help="New file for all clashes, one JSON object a line.")
@with_appcontext
def adopt(dry_run: bool, chosen: tuple[str, ...], wrap: bool, zone: tzinfo, report: Path | None) -> None:
    """Adopt the database of the founding document's application, in place.

    Its users keep their uuids, names, numbers, addresses and passwords. Rows that clash are told first, and nothing is
    changed unless you accept their kind. The old table is kept. Stop the old application before.
    """
    accepted = [kind for kind in KINDS if kind in chosen or _EVERY in chosen]
    if wrap and not settings.salt_key:
        raise click.UsageError("--wrap needs SALT_KEY: the hashes are of a password and this key.")
    told = None if report is None else _create(report)
    if dry_run:
        with looking() as connection:
            adoption = Adoption(survey(connection, zone), done=False)
    else:
        adoption = wait_for_database(lambda: adopt_original(accepted, zone, wrap=wrap))
    found = adoption.found
    if told is not None:
        with told:
            told.writelines(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in found.plan.clashes)
    _tell_clashes(found)
    refused = [kind for kind in found.plan.kinds if kind not in accepted]
    if found.state == "adopted":
        click.echo(f"This database was adopted before; the old table is {KEPT}.")
    elif refused:
        again = " ".join(f"--accept {kind}" for kind in refused)
        click.echo(f"Nothing was changed. Correct these rows in the original, or go on with: {again}", err=True)
        sys.exit(1)
    elif adoption.done:
        _tell_done(adoption)
    else:
        begun = (
            f" An earlier run was interrupted, and left them in {ON_THE_WAY}." if found.state == "on the way" else ""
        )
        click.echo(f"Nothing was changed. {len(found.plan.users)} accounts can be adopted.{begun}")
    if not settings.salt_key:
        click.echo("SALT_KEY is not set: no old password is right until it has the original's value.", err=True)


def _tell_clashes(found: Survey) -> None:
    for kind in found.plan.kinds:
        clashes = [each for each in found.plan.clashes if each.kind == kind]
        click.echo(f"{kind}: {len(clashes)}. {KINDS[kind].means}\n  --accept {kind}: {KINDS[kind].accepted}")
        for each in clashes[:_SHOWN]:
            known_as = f"{_visible(each.uuid) or '-':<36}  {_visible(each.identifier) or '-'}"
            click.echo(f"    {known_as}: {_visible(each.why)} {each.then}")
        if len(clashes) > _SHOWN:
            click.echo(f"    … and {len(clashes) - _SHOWN} more; --report FILE writes all")
    if found.columns:
        click.echo(
            f"Columns that Gatepost does not know stay in {KEPT} alone: {', '.join(map(_visible, found.columns))}"
        )
    if found.referring:
        names = ", ".join(map(_visible, found.referring))
        click.echo(f"Tables that refer to the old table will refer to {KEPT}: {names}")


def _tell_done(adoption: Adoption) -> None:
    click.echo(f"{len(adoption.found.plan.users)} accounts are adopted. The old table is kept as {KEPT}.")
    if adoption.backup is not None:
        click.echo(f"The file as it was before: {adoption.backup}")
    click.echo("Both have the old md5 hashes: remove them once all is well. How, and the way back: docs/adopt.md")


def _create(report: Path) -> BinaryIO:
    """Create the file for all clashes. Its owner alone may read it, because they are personal data."""
    try:
        return os.fdopen(os.open(report, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    except OSError as error:
        raise click.BadParameter(f"{report}: {error.strerror}", param_hint="--report") from None


def _visible(text: str) -> str:
    """*text* without what a terminal would obey: names of the original may have any character."""
    return "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)
