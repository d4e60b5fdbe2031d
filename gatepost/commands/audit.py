"""gatepost audit …"""

import re
from datetime import timedelta

import click
import orjson
from flask.cli import AppGroup
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from gatepost import clock
from gatepost.audit.details import open_details
from gatepost.audit.events import EVENTS
from gatepost.audit.models import AuditEvent
from gatepost.audit.rekey import rekey_chain
from gatepost.audit.verify_chain import Verdict, verify_chain
from gatepost.database import read_all
from gatepost.settings.types import Duration
from gatepost.users.models import find_by_username

audit = AppGroup("audit", help="The record of what happened: read it, and see whether it is whole.")


class _Line(click.ParamType[tuple[int, str]]):
    """A line that was noted: its number and seal, as printed by ``verify`` and the log."""

    name = "number:seal"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, str]:
        noted = re.fullmatch("([0-9]{1,18}):([0-9a-f]{64})", str(value))
        if noted is None:
            self.fail("give a number and a seal, as gatepost audit verify tells them", param, ctx)
        return int(noted[1]), noted[2]


class _Time(click.ParamType[timedelta]):
    """A duration, written as in the settings."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        try:
            return TypeAdapter(Duration).validate_python(value)
        except ValidationError:
            self.fail("give a time such as 90m, 12h or 30d", param, ctx)


@audit.command()
@click.option("--noted", type=_Line(), help="A line that was noted before, elsewhere: it must still be there.")
def verify(noted: tuple[int, str] | None) -> None:
    """Say whether anything of the record was changed, added between, or removed. Ends with 1 if so."""
    _print_verdict(verify_chain(noted))


@audit.command()
@click.confirmation_option(prompt="Vouch for the record as it is now?")
def accept() -> None:
    """Go on with the record after SECRET_KEY was changed. It must be whole in itself."""
    _print_verdict(rekey_chain())


@audit.command("list")
@click.option("--user", "who", help="Only about this user (a username or a uuid).")
@click.option("--event", type=click.Choice(list(EVENTS)), metavar="NAME", help="Only this event (docs/events.md).")
@click.option("--since", type=_Time(), help="Only the last, such as 90m, 12h or 30d.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_lines(who: str | None, event: str | None, since: timedelta | None, limit: int, as_json: bool) -> None:
    """List the record, the newest lines first."""
    which = []
    if who is not None:
        found = find_by_username(who)
        which.append(AuditEvent.user_uuid == (found.uuid if found else who))
    if event is not None:
        which.append(AuditEvent.event == event)
    if since is not None:
        which.append(AuditEvent.at >= clock.now() - since)
    lines = read_all(select(*AuditEvent.__table__.columns).where(*which).order_by(AuditEvent.id.desc()).limit(limit))
    for line in lines:
        details = open_details(line.details, digested=line.details_digest)
        shown = {
            "at": line.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "event": line.event,
            "user": line.user_uuid,
            "actor": line.actor_uuid,
            "address": details.address or None,
            "user_agent": details.user_agent or None,
            "request_id": details.request_id or None,
            "sequence": line.sequence,
        }
        if as_json:
            click.echo(orjson.dumps(shown).decode())
        else:
            rest = f"{shown['user'] or '-':<36}  by {shown['actor'] or '-':<36}  {shown['address'] or '-'}"
            click.echo(f"{shown['at']}  {line.event:<30} {rest}")
    click.echo(f"{len(lines)} shown", err=True)


def _print_verdict(verdict: Verdict) -> None:
    if verdict.problems:
        for problem in verdict.problems:
            click.echo(problem, err=True)
        raise click.exceptions.Exit(1)
    click.echo(f"The record is whole: {verdict.lines} lines, and {verdict.waiting} that are not sealed yet.")
    if verdict.sequence:
        click.echo(f"Its end, to be noted elsewhere: {verdict.sequence}:{verdict.seal}")
