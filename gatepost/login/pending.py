"""Log-ins that wait for a second factor. The token is all that their client holds, and opens nothing else."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from gatepost import clock
from gatepost.caller import Client
from gatepost.crypto import digest, random_token
from gatepost.database import PreparedStatement, db, read_all, write
from gatepost.login.first_proof import FirstProof
from gatepost.login.models import PendingLogIn
from gatepost.tokens.device_token import read_device_token

LIFETIME = timedelta(minutes=5)
_MOST_TRIES = 5


class Pending(NamedTuple):
    """A log-in that waits."""

    token_digest: str
    user_uuid: str
    credentials_version: int
    attempts_key: str
    amr: str
    authenticated_by: str
    new_password_hash: str | None
    scope: str | None
    audience: str | None


_ROW = insert(PendingLogIn)
_THIS = PendingLogIn.token_digest == bindparam("of")
_FOUND = PreparedStatement(
    select(PendingLogIn.device_digest, *(getattr(PendingLogIn, name) for name in Pending._fields)).where(
        _THIS, PendingLogIn.expires_at > bindparam("now")
    )
)
_TRY = update(PendingLogIn).where(_THIS, PendingLogIn.tries < _MOST_TRIES).values(tries=PendingLogIn.tries + 1)
_END = delete(PendingLogIn).where(_THIS)


def add_pending(first: FirstProof) -> str:
    """Let a log-in wait. Returns its token: 256 random bits, of which only a digest is stored."""
    token, claimant = random_token(), first.claimant
    row = {
        "token_digest": digest(token),
        "user_uuid": first.user.uuid,
        "credentials_version": first.user.credentials_version,
        "device_digest": _devices(claimant.client)[-1],
        "attempts_key": claimant.device_key,
        "amr": " ".join(first.amr),
        "authenticated_by": " ".join(first.shown),
        "new_password_hash": first.new_password_hash,
        "tries": 0,
        "scope": claimant.client.scope,
        "audience": claimant.client.audience,
        "expires_at": clock.now() + LIFETIME,
    }
    write(_ROW, row)
    return token


def find_pending(token: str, *, client: Client) -> Pending | None:
    """The log-in of this *token*, which waits for the same device; None if there is none, or it is over."""
    for device, *found in _FOUND.rows(of=digest(token), now=clock.now()):
        if device in _devices(client):
            return Pending(*found)
    return None


def count_try(pending: Pending) -> bool:
    """Count a try, in the transaction that counts the guess. Returns False after five, or if the log-in is over."""
    return write(_TRY, {"of": pending.token_digest}) == 1


def end_pending(pending: Pending) -> bool:
    """End it, because it is finished. Of several requests at once, one does so."""
    return write(_END, {"of": pending.token_digest}) == 1


def purge_pending(most: int) -> int:
    """Remove up to *most* log-ins that are over. Returns how many."""
    over = PendingLogIn.expires_at <= clock.now()
    rows = read_all(select(PendingLogIn.token_digest).where(over).limit(most))
    if not rows:
        return 0
    purged = write(delete(PendingLogIn).where(PendingLogIn.token_digest.in_([row for (row,) in rows]), over))
    db.session.commit()
    return purged


def _devices(client: Client) -> list[str]:
    """The device that sends a proof: by its device token, or else by what its program says of itself.

    A log-in waits for the last of these. A device on which nobody has logged in may have got its token since, with a
    challenge for a passkey; so it counts as its program, too.
    """
    device = read_device_token(client.device)
    by_program = [] if device is not None and device.log_ins else [f"program {client.user_agent}"]
    return [digest(each) for each in (*by_program, *([] if device is None else [f"device {device.id}"]))]
