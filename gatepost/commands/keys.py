"""gatepost keys …"""

import re
from datetime import datetime

import click
from flask.cli import AppGroup

from gatepost.audit.record import record
from gatepost.keys.list_keys import KeyState
from gatepost.keys.list_keys import list_keys as read_keys
from gatepost.keys.ring import opens_none
from gatepost.keys.rotate import revoke_key, rotate_key
from gatepost.settings import BadSettings

_KID = re.compile("[A-Za-z0-9_-]{43}")
_STATES: dict[KeyState, str] = {
    "revoked": "revoked {}",
    "unreadable": "sealed with another SECRET_KEY",
    "signs": "signs since {}",
    "will_sign": "signs from {}",
    "over": "over since {}",
    "verifies": "verifies until {}",
}

keys = AppGroup("keys", help="The keys that sign tokens: look, rotate, revoke.")


@keys.command("list")
def list_keys() -> None:
    """List the keys, the newest first, and what each is for at this moment."""
    for key in read_keys():
        following = f", until {_day(key.until)}" if key.until else ""
        click.echo(f"{key.kid}  {key.algorithm}  {_STATES[key.state].format(_day(key.at))}{following}")


@keys.command()
@click.option(
    "--now", "at_once", is_flag=True, help="Sign with it at once; verifiers must look for it when they meet it."
)
def rotate(at_once: bool) -> None:
    """Make the next key before its time. Tokens of the present one stay valid."""
    if opens_none():
        raise BadSettings("SECRET_KEY: none of the keys here opens with it. Give this command the service's own.")
    begins = rotate_key(at_once=at_once, record=lambda: record("key.rotated", user_uuid=None))
    click.echo(f"The next key signs from {_day(begins)}. What was signed until then stays good.")


class _TakesKey(click.Command):
    """The name of a key is none of the options, although one of 64 names begins with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put names of keys behind a double dash."""
        named = [] if "--" in args else [word for word in args if _KID.fullmatch(word)]
        words = [word for word in args if word not in named]
        return super().parse_args(ctx, [*words, "--", *named] if named else args)


@keys.command(cls=_TakesKey, context_settings={"ignore_unknown_options": True})
@click.argument("kid")
@click.confirmation_option(prompt="Every user with a token that this key signed must log in again. Go on?")
def revoke(kid: str) -> None:
    """Refuse at once all that the key KID signed: for a key that others may know."""
    revoke_key(kid, record=lambda: record("key.revoked", user_uuid=None))
    click.echo("Revoked. This service refuses its tokens within a second; other services do once they fetch the keys.")


def _day(moment: datetime | None) -> str:
    return "-" if moment is None else moment.strftime("%Y-%m-%d %H:%M:%S UTC")
