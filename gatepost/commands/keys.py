"""gatepost keys …"""

import re
from datetime import datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select

from gatepost import clock
from gatepost.audit.record import record
from gatepost.database import read_all
from gatepost.keys.models import SigningKey
from gatepost.keys.ring import current_ring, find_signing, opens_none
from gatepost.keys.rotate import revoke_key, rotate_key
from gatepost.settings import BadSettings

_KID = re.compile("[A-Za-z0-9_-]{43}")

keys = AppGroup("keys", help="The keys that sign tokens: look, rotate, revoke.")


@keys.command("list")
def list_keys() -> None:
    """List the keys, the newest first, and what each is for at this moment."""
    now = clock.now()
    ring = {key.number: key for key in current_ring().known()}
    signs = find_signing(list(ring.values()), now)
    signing = None if signs is None else signs.number
    columns = (
        SigningKey.number,
        SigningKey.kid,
        SigningKey.algorithm,
        SigningKey.signs_from,
        SigningKey.verifies_until,
        SigningKey.revoked_at,
    )
    for number, kid, algorithm, begins, ends, revoked in read_all(select(*columns).order_by(SigningKey.number.desc())):
        if revoked:
            state = f"revoked {_day(revoked)}"
        elif number not in ring:
            state = "sealed with another SECRET_KEY"
        elif number == signing:
            following = min((key.signs_from for key in ring.values() if key.number > number), default=None)
            state = f"signs since {_day(begins)}" + (f", until {_day(following)}" if following else "")
        elif begins > now and (signing is None or number > signing):
            state = f"signs from {_day(begins)}"
        elif ends and ends <= now:
            state = f"over since {_day(ends)}"
        else:
            state = f"verifies until {_day(ends)}"
        click.echo(f"{kid}  {algorithm}  {state}")


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
@click.confirmation_option(prompt="Whoever holds a token that this key signed must log in again. Go on?")
def revoke(kid: str) -> None:
    """Refuse at once all that the key KID signed: for a key that others may know."""
    revoke_key(kid, record=lambda: record("key.revoked", user_uuid=None))
    click.echo("Revoked. This service refuses its tokens within a second; other services do once they fetch the keys.")


def _day(moment: datetime | None) -> str:
    return "-" if moment is None else moment.strftime("%Y-%m-%d %H:%M:%S UTC")
