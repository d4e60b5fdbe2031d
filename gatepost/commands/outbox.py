"""gatepost outbox …"""

import click
from flask.cli import AppGroup
from sqlalchemy import select, update

from gatepost import clock
from gatepost.crypto import Unsealable
from gatepost.database import read_all, write_alone
from gatepost.errors import ForPrograms, UnknownName
from gatepost.messaging.message import mask_address
from gatepost.outbox.models import Outbox
from gatepost.outbox.put import unseal_content

outbox = AppGroup("outbox", help="Messages: what waits, what was sent, what was given up.")


@outbox.command("list")
@click.option("--dead", is_flag=True, help="Only those that were given up.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def list_messages(dead: bool, limit: int) -> None:
    """List messages, the newest first; addresses are masked."""
    which = (Outbox.dead_at.is_not(None),) if dead else ()
    columns = (Outbox.id, Outbox.created_at, Outbox.channel, Outbox.name, Outbox.sealed, Outbox.attempts)
    states = (Outbox.sent_at, Outbox.dead_at, Outbox.due_at, Outbox.error)
    rows = read_all(select(*columns, *states).where(*which).order_by(Outbox.created_at.desc()).limit(limit))
    for identifier, created, channel, name, sealed, attempts, sent, given_up, due, error in rows:
        state = "sent" if sent else "given up" if given_up else "waits" if due and due > clock.now() else "due"
        reason = f"  {error}" if error else ""
        at = created.strftime("%Y-%m-%d %H:%M:%S UTC")
        to = _address(identifier, sealed)
        click.echo(f"{identifier}  {at}  {channel:<7} {name:<16} {to:<24} {state:<8} tried {attempts}{reason}")
    click.echo(f"{len(rows)} shown", err=True)


@outbox.command()
@click.argument("identifier", metavar="ID", required=False)
@click.option("--all", "every", is_flag=True, help="All that were given up and have not expired.")
def retry(identifier: str | None, every: bool) -> None:
    """Try again to send the message ID, which was given up. An expired one, such as a code, is not sent again."""
    if every == (identifier is not None):
        raise click.UsageError("Name one message, or all with --all.")
    which = [Outbox.dead_at.is_not(None), Outbox.expires_at > clock.now(), Outbox.sealed.is_not(None)]
    if identifier is not None:
        which.append(Outbox.id == identifier)
    again = {"dead_at": None, "due_at": clock.now(), "attempts": 0}
    count = write_alone(update(Outbox).where(*which).values(**again))
    if identifier is not None and not count:
        raise UnknownName(ForPrograms("No message of this id was given up, or it has expired."))
    click.echo(f"{count} will be tried again.")


def _address(identifier: str, sealed: str | None) -> str:
    if sealed is None:
        return "-"
    try:
        content = unseal_content(sealed, identifier=identifier)
    except Unsealable:
        return "(another SECRET_KEY)"
    return mask_address(str(content.get("to", "")))
