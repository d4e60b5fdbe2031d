"""gatepost users …"""

import sys
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from gatepost import clock
from gatepost.accounts.deactivate import deactivate_user, reactivate_user
from gatepost.commands.because import because
from gatepost.commands.find_named import find_named
from gatepost.contact_changes.undo_change import find_change_undone_at
from gatepost.crypto import random_password
from gatepost.database import read_all
from gatepost.errors import FactorNotFound, ForPrograms
from gatepost.factors.remove_all import remove_factors_of
from gatepost.fields.show import EVERYBODY, show_fields
from gatepost.passwords.expire import expire_all_passwords, expire_password
from gatepost.permissions import USER
from gatepost.personal_tokens.list_tokens import read_tokens
from gatepost.personal_tokens.revoke_token import revoke_token_of, revoke_tokens_of
from gatepost.registration.administrator import create_administrator
from gatepost.roles.set_roles import set_roles
from gatepost.throttling.record_failure import find_password_disabled_at
from gatepost.users.models import User

users = AppGroup("users", help="Accounts: make an administrator, find, look, give roles, suspend, let back in.")


@users.command("create-admin")
@click.option("--username", prompt=True, help="Name to log in with.")
@click.option("--mobile", prompt=True, help="Mobile number; with + and country code in production.")
@click.option("--email", help="E-mail address, if there is one.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of making one.")
def create_admin(username: str, mobile: str, email: str | None, password_stdin: bool) -> None:
    """Make an administrator; their account is active at once."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else random_password()
    user = create_administrator(
        username=username, mobile=mobile, email=email, password=password, initial=not password_stdin
    )
    click.echo(f"Administrator {user.username} ({user.uuid})")
    if not password_stdin:
        click.echo(f"Password for the first log-in, which has to bring a new one: {password}")


@users.command("expire-password")
@click.argument("who", nargs=-1)
@click.option("--all", "everybody", is_flag=True, help="All accounts, in place of names.")
@click.option("--end-sessions", is_flag=True, help="Sign them out everywhere, too.")
@click.option("--yes", is_flag=True, help="Do not ask whether --all is meant.")
def expire(who: tuple[str, ...], everybody: bool, end_sessions: bool, yes: bool) -> None:
    """Ask for a new password at the next log-in of each WHO, as after a breach."""
    if everybody == bool(who):
        raise click.UsageError("Name accounts, or give --all: one of the two.")
    named = [find_named(name) for name in who]
    if everybody:
        if not yes:
            click.confirm("Everybody will have to choose a new password. Go on?", abort=True)
        done = sum(expire_all_passwords(end_sessions=end_sessions))
        click.echo(f"Passwords expired: {done}.")
    for user in named:
        done = expire_password(user.uuid, end_sessions=end_sessions)
        said = "must choose a new password at the next log-in" if done else "has no password, or one that is expired"
        click.echo(f"{user.username} {said}.")
    if end_sessions:
        click.echo("Their sessions are over.")


@users.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def list_users(limit: int) -> None:
    """List accounts by username."""
    columns = (User.uuid, User.username, User.roles, User.activated_at, User.deactivated_at, User.suspended_until)
    rows = read_all(select(*columns).order_by(User.username_key).limit(limit))
    for uuid, username, roles, activated, deactivated, suspended_until in rows:
        suspended = suspended_until is not None and clock.now() < suspended_until
        active = "active" if activated else "not active"
        state = "deactivated" if deactivated else "suspended" if suspended else active
        click.echo(f"{uuid}  {state:<12} {roles or USER:<13} {username}")
    click.echo(f"{len(rows)} shown", err=True)


@users.command()
@click.argument("who")
def show(who: str) -> None:
    """Show the account of WHO (a username, number, e-mail address or uuid)."""
    user = find_named(who)
    facts: dict[str, Any] = {
        "uuid": user.uuid,
        "username": user.username,
        "mobile": user.mobile,
        "email": user.email,
        "gender": user.gender,
        "roles": user.roles or USER,
        "created": user.created_at,
        "activated": user.activated_at,
        "deactivated": user.deactivated_at,
        "suspended until": user.suspended_until if user.is_suspended else None,
        "last log-in": user.last_login_at,
        "password changed": user.password_changed_at,
        "password expired": user.password_expired_at,
        "password": "set" if user.has_password else "none: a new one has to be chosen",
        "change undone": find_change_undone_at(user.uuid),
        "password disabled": find_password_disabled_at(user.uuid),
    }
    facts |= {f"fields.{name}": value for name, value in (show_fields(user.fields, to=EVERYBODY) or {}).items()}
    for name, value in facts.items():
        click.echo(f"{name:<18} {'-' if value is None else value}")


@users.command("roles")
@click.argument("who")
@click.argument("names", nargs=-1, metavar="[ROLE]...")
@click.option("--none", "nothing", is_flag=True, help="Take all roles, in place of names.")
@because(required=False)
def give_roles(who: str, names: tuple[str, ...], nothing: bool, reason: str) -> None:
    """Give WHO these roles, and take all others; without a ROLE only show theirs."""
    if names and nothing:
        raise click.UsageError("Name roles, or give --none: one of the two.")
    user = find_named(who)
    held = set_roles(user.uuid, names, reason=reason) if names or nothing else user.roles.split()
    click.echo(f"{user.username}: {' '.join(held) or USER}")


@users.command("tokens")
@click.argument("who")
@click.option("--revoke", metavar="ID", help="Revoke the personal access token with this id.")
@click.option("--revoke-all", is_flag=True, help="Revoke all of them.")
def personal_tokens(who: str, revoke: str | None, revoke_all: bool) -> None:
    """List the personal access tokens of WHO, or revoke them."""
    if revoke and revoke_all:
        raise click.UsageError("Give --revoke or --revoke-all: one of the two.")
    user = find_named(who)
    if revoke_all:
        click.echo(f"Tokens revoked: {revoke_tokens_of(user.uuid)}.")
    elif revoke:
        revoke_token_of(user.uuid, revoke)
        click.echo(f"{revoke} is revoked.")
    else:
        for each in read_tokens(user.uuid):
            used, scope = each["last_used_at"] or "never", " ".join(each["scope"])
            click.echo(
                f"{each['id']}  …{each['hint']}  until {each['expires_at']}  used {used}  {scope}  {each['name']}"
            )


@users.command()
@click.argument("who")
@because(required=False)
def deactivate(who: str, reason: str) -> None:
    """Close the account of WHO: all its sessions end at once."""
    user = find_named(who)
    deactivate_user(user.uuid, reason=reason)
    click.echo(f"{user.username} is deactivated and signed out everywhere.")


@users.command("remove-factors")
@click.argument("who")
@because(required=False)
def remove_factors(who: str, reason: str) -> None:
    """Remove the second factors of WHO, who has lost them: all their sessions end at once."""
    user = find_named(who)
    try:
        remove_factors_of(user.uuid, reason=reason)
    except FactorNotFound:
        raise FactorNotFound(ForPrograms(f"{user.username} has no second factor.")) from None
    click.echo(f"{user.username} has no second factor any more, and is signed out everywhere.")


@users.command()
@click.argument("who")
@because(required=False)
def reactivate(who: str, reason: str) -> None:
    """Let the holder of the account of WHO log in again."""
    user = find_named(who)
    reactivate_user(user.uuid, reason=reason)
    click.echo(f"{user.username} may log in again.")
