"""Codes that a browser brings back to the app: 256 random bits, good once, for a minute."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from gatepost import clock
from gatepost.crypto import digest, random_token, same
from gatepost.database import db, read_all, write
from gatepost.errors import InvalidProof
from gatepost.providers.identity import Identity
from gatepost.providers.models import ProviderCode
from gatepost.providers.state import State, challenge_of
from gatepost.users.models import User

_LIFETIME = timedelta(minutes=1)


class Code(NamedTuple):
    """The log-in that a code stands for."""

    digest: str
    user_uuid: str
    credentials_version: int
    provider: str
    issuer: str
    subject: str

    @property
    def identity(self) -> Identity:
        return Identity(self.provider, self.issuer, self.subject)


_COLUMNS = tuple(getattr(ProviderCode, name) for name in Code._fields)


def add_code(user: User, identity: Identity, state: State) -> str:
    """Make a code for *user*, in the present transaction. Only its digest is stored."""
    code = random_token()
    row = {
        "digest": digest(code),
        "user_uuid": user.uuid,
        "credentials_version": user.credentials_version,
        "provider": identity.provider,
        "issuer": identity.issuer,
        "subject": identity.subject,
        "session_id": state.session_id or None,
        "challenge": state.challenge,
        "expires_at": clock.now() + _LIFETIME,
    }
    write(insert(ProviderCode).values(**row))
    return code


def find_code(code: str, *, verifier: str | None, session_id: str | None) -> Code:
    """The log-in that *code* stands for. It logs in, or lets the session with this *session_id* link an account.

    If the app began with a challenge, only its *verifier* is right; without one, none is. So nobody can slip the code
    of another log-in into the app. Raises InvalidProof.
    """
    this = (ProviderCode.digest == digest(code), ProviderCode.expires_at > clock.now())
    found = read_all(select(*_COLUMNS, ProviderCode.session_id, ProviderCode.challenge).where(*this))
    if not found:
        raise InvalidProof
    *stored, of_session, challenge = found[0]
    made = "" if verifier is None else challenge_of(verifier)
    if of_session != session_id or not same(challenge, made):
        raise InvalidProof
    return Code(*stored)


def spend_code(code: Code) -> None:
    """Use it up. Of several requests at once, one does so. Raises InvalidProof.

    The caller has locked the user's row.
    """
    if write(delete(ProviderCode).where(ProviderCode.digest == code.digest)) != 1:
        db.session.rollback()
        raise InvalidProof


def purge_codes(most: int) -> int:
    """Remove up to *most* that have expired. Returns how many."""
    over = ProviderCode.expires_at <= clock.now()
    rows = read_all(select(ProviderCode.digest).where(over).limit(most))
    if not rows:
        return 0
    purged = write(delete(ProviderCode).where(ProviderCode.digest.in_([row for (row,) in rows]), over))
    db.session.commit()
    return purged
