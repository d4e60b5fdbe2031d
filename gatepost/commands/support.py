"""gatepost users find, suspend, unsuspend, lift-waits, reset, messages: what the support does by REST."""

from datetime import datetime

import click

from gatepost.admin.begin_reset import begin_reset
from gatepost.admin.find_users import find_users
from gatepost.admin.lift_waits import lift_waits
from gatepost.admin.list_messages import list_messages
from gatepost.admin.suspend import suspend, unsuspend
from gatepost.api.moments import read_moment
from gatepost.commands.because import because
from gatepost.commands.find_named import find_named
from gatepost.commands.users import users as users
from gatepost.messaging.message import CHANNELS, Channel
from gatepost.permissions import USER


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    try:
        return None if value is None else read_moment(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@users.command()
@click.argument("text")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200))
def find(text: str, limit: int) -> None:
    """Find accounts: TEXT begins a username, or is a number, an e-mail address or a uuid."""
    page = find_users(q=text, limit=limit, cursor=None)
    for each in page.users:
        reached = " ".join(filter(None, (each["mobile"], each["email"])))
        roles = " ".join(each["roles"]) or USER
        click.echo(f"{each['uuid']}  {each['status']:<13} {roles:<13} {each['username']}  {reached}")
    more = " There are more: narrow it down." if page.next_cursor else ""
    click.echo(f"{len(page.users)} shown.{more}", err=True)


@users.command("suspend")
@click.argument("who")
@click.option("--until", callback=_moment, help="Time (RFC 3339) at which it is over by itself; otherwise never.")
@because()
def suspend_named(who: str, until: datetime | None, reason: str) -> None:
    """Suspend WHO (a username, number, e-mail address or uuid): all their sessions end at once."""
    user = find_named(who)
    suspend(user.uuid, until=until, reason=reason)
    click.echo(f"{user.username} is suspended {f'until {until}' if until else 'for ever'}, and signed out everywhere.")


@users.command("unsuspend")
@click.argument("who")
@because()
def unsuspend_named(who: str, reason: str) -> None:
    """End the suspension of WHO before its time."""
    user = find_named(who)
    unsuspend(user.uuid, reason=reason)
    click.echo(f"{user.username} is not suspended.")


@users.command("lift-waits")
@click.argument("who")
@because()
def lift_waits_of_named(who: str, reason: str) -> None:
    """Lift the waits of WHO after wrong passwords and codes; a disabled password is right again."""
    user = find_named(who)
    lift_waits(user.uuid, reason=reason)
    click.echo(f"{user.username} does not have to wait any more.")


@users.command("reset")
@click.argument("who")
@click.option("--channel", type=click.Choice(list(CHANNELS)), help="By which the code goes; otherwise the usual one.")
@because()
def begin_reset_of_named(who: str, channel: Channel | None, reason: str) -> None:
    """Begin a password reset: WHO gets a code at a verified address."""
    user = find_named(who)
    sent_by = begin_reset(user.uuid, reason=reason, channel=channel)
    click.echo(f"{user.username} gets a message by {'e-mail' if sent_by == 'email' else 'SMS'}.")


@users.command()
@click.argument("who")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def messages(who: str, limit: int) -> None:
    """List the messages to WHO, the newest first: when, what, where to, and whether it was sent."""
    listed = list_messages(find_named(who).uuid, limit=limit, cursor=None).messages
    for each in listed:
        told = each["sent_at"] or each["error"] or ""
        click.echo(
            f"{each['created_at']}  {each['channel']:<5} {each['name']:<20} {each['state']:<8} {each['to']}  {told}"
        )
    click.echo(f"{len(listed)} shown", err=True)
