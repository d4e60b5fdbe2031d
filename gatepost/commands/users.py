"""gatepost users …"""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from gatepost.accounts.deactivate import deactivate_user, reactivate_user
from gatepost.contact_changes.undo_change import find_change_undone_at
from gatepost.crypto import random_password
from gatepost.database import read_all
from gatepost.errors import FactorNotFound, UserNotFound
from gatepost.factors.remove_all import remove_factors_of
from gatepost.passwords.expire import expire_all_passwords, expire_password
from gatepost.registration.administrator import create_administrator
from gatepost.throttling.record_failure import find_password_disabled_at
from gatepost.users.models import User, find_by_username, get_user

users = AppGroup("users", help="Accounts: make an administrator, look, deactivate, expire passwords.")


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
    named = [_find(name) for name in who]
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
    columns = (User.uuid, User.username, User.role, User.activated_at, User.deactivated_at)
    rows = read_all(select(*columns).order_by(User.username_key).limit(limit))
    for uuid, username, role, activated, deactivated in rows:
        state = "deactivated" if deactivated else "active" if activated else "not active"
        click.echo(f"{uuid}  {state:<12} {role:<6} {username}")
    click.echo(f"{len(rows)} shown", err=True)


@users.command()
@click.argument("who")
def show(who: str) -> None:
    """Show the account of WHO (a username or a uuid)."""
    user = _find(who)
    facts = {
        "uuid": user.uuid,
        "username": user.username,
        "mobile": user.mobile,
        "email": user.email,
        "gender": user.gender,
        "role": user.role,
        "created": user.created_at,
        "activated": user.activated_at,
        "deactivated": user.deactivated_at,
        "last log-in": user.last_login_at,
        "password changed": user.password_changed_at,
        "password expired": user.password_expired_at,
        "password": "set" if user.has_password else "none: a new one has to be chosen",
        "change undone": find_change_undone_at(user.uuid),
        "password disabled": find_password_disabled_at(user.uuid),
    }
    for name, value in facts.items():
        click.echo(f"{name:<18} {'-' if value is None else value}")


@users.command()
@click.argument("who")
def deactivate(who: str) -> None:
    """Close the account of WHO: all its sessions end at once."""
    user = _find(who)
    deactivate_user(user.uuid)
    click.echo(f"{user.username} is deactivated and signed out everywhere.")


@users.command("remove-factors")
@click.argument("who")
def remove_factors(who: str) -> None:
    """Remove the second factors of WHO, who has lost them: all their sessions end at once."""
    user = _find(who)
    try:
        remove_factors_of(user.uuid)
    except FactorNotFound:
        raise FactorNotFound(f"{user.username} has no second factor.") from None
    click.echo(f"{user.username} has no second factor any more, and is signed out everywhere.")


@users.command()
@click.argument("who")
def reactivate(who: str) -> None:
    """Let the holder of the account of WHO log in again."""
    user = _find(who)
    reactivate_user(user.uuid)
    click.echo(f"{user.username} may log in again.")


def _find(who: str) -> User:
    try:
        return find_by_username(who) or get_user(who)
    except UserNotFound:
        raise UserNotFound(f"There is no such user: {who}") from None
