"""gatepost users create, activate, replace-address, remove-factor, end-sessions, delete."""

import click

from gatepost.admin.activate_user import activate_user
from gatepost.admin.create_user import create_user
from gatepost.admin.replace_address import replace_address
from gatepost.commands.because import because
from gatepost.commands.find_named import find_named
from gatepost.commands.support import users as users
from gatepost.contacts.address import Kind
from gatepost.removals.delete_helped import delete_helped
from gatepost.removals.end_sessions import end_sessions_of
from gatepost.removals.remove_factor import remove_factor


@users.command()
@click.argument("username")
@click.option("--mobile", help="Mobile number; with + and country code in production.")
@click.option("--email", help="E-mail address.")
@click.option("--locale", help="Language of messages (BCP 47).")
@because()
def create(username: str, mobile: str | None, email: str | None, locale: str | None, reason: str) -> None:
    """Create an account: its user gets a code to choose a password."""
    addresses: dict[Kind, str | None] = {"mobile": mobile, "email": email}
    user = create_user(username=username, addresses=addresses, locale=locale, reason=reason)
    click.echo(f"{user.username} ({user.uuid}) gets a message.")


@users.command()
@click.argument("who")
@because()
def activate(who: str, reason: str) -> None:
    """Activate the account of WHO by hand."""
    user = find_named(who)
    activate_user(user.uuid, reason=reason)
    click.echo(f"{user.username} is active.")


@users.command("replace-address")
@click.argument("who")
@click.option("--mobile", help="The new mobile number.")
@click.option("--email", help="The new e-mail address: one of the two.")
@because()
def replace_address_of_named(who: str, mobile: str | None, email: str | None, reason: str) -> None:
    """Send a code to a new address of WHO, which counts once it is proven."""
    given: list[tuple[Kind, str | None]] = [("mobile", mobile), ("email", email)]
    addresses = [(kind, value) for kind, value in given if value is not None]
    if len(addresses) != 1:
        raise click.UsageError("Give --mobile or --email: one of the two.")
    kind, value = addresses[0]
    user = find_named(who)
    replace_address(user.uuid, kind=kind, value=value, reason=reason)
    click.echo(f"{user.username} gets a message at the new address.")


@users.command("remove-factor")
@click.argument("who")
@click.argument("factor")
@because()
def remove_factor_of_named(who: str, factor: str, reason: str) -> None:
    """Remove a second factor of WHO. FACTOR is the id of an app or passkey, recovery_codes, or all."""
    user = find_named(who)
    remove_factor(user.uuid, factor=factor, reason=reason)
    click.echo(f"Removed. {user.username} is signed out everywhere.")


@users.command("end-sessions")
@click.argument("who")
@click.option("--session", "session_id", metavar="ID", help="Only the session with this id.")
@because()
def end_sessions_of_named(who: str, session_id: str | None, reason: str) -> None:
    """End the sessions of WHO, or one of them."""
    ended = end_sessions_of(find_named(who).uuid, session_id=session_id, reason=reason)
    click.echo(f"Sessions ended: {ended}.")


@users.command()
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask whether this account is meant.")
@because()
def delete(who: str, yes: bool, reason: str) -> None:
    """Delete the account of WHO, with all that belongs to it."""
    user = find_named(who)
    if not yes:
        click.confirm(f"Delete {user.username} ({user.uuid})?", abort=True)
    delete_helped(user.uuid, reason=reason)
    click.echo(f"{user.username} is deleted.")
