"""Recovery codes: ten, each good once in place of a lost factor.

A code has 120 random bits, so a digest of it is enough: NIST SP 800-63B-4 section 3.1.2.2 asks for the slow hash of a
password only below 112 bits, because from there on nobody can try them all.
"""

from base64 import b32encode
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, insert, select

from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.crypto import digest, random_bytes
from gatepost.database import db, write
from gatepost.factors.models import RecoveryCode
from gatepost.notices.notify import notify
from gatepost.users.models import User

HOW_MANY = 10
_BYTES, _GROUP = 15, 4  # 120 bits: 24 characters, in groups
_COUNT = select(func.count()).where(RecoveryCode.user_uuid == bindparam("of"))
_LOOKS_LIKE = str.maketrans("01", "OI")  # Base32 has no 0 and no 1


def make_codes(user_uuid: str) -> list[str]:
    """Make ten codes in place of those before. Only their digests are stored. The caller has locked the user's row."""
    end_codes(user_uuid)
    codes = [_readable(b32encode(random_bytes(_BYTES)).decode()) for _ in range(HOW_MANY)]
    for code in codes:
        write(insert(RecoveryCode).values(user_uuid=user_uuid, digest=digest_of(user_uuid, code)))
    return codes


def end_codes(user_uuid: str) -> None:
    """End all codes of a user."""
    write(delete(RecoveryCode).where(RecoveryCode.user_uuid == user_uuid))


def spend_code(user_uuid: str, code: str) -> bool:
    """Whether *code* is right; it is used up then. The caller has locked the user's row, and commits."""
    this = (RecoveryCode.user_uuid == user_uuid, RecoveryCode.digest == digest_of(user_uuid, code))
    return write(delete(RecoveryCode).where(*this)) == 1


def set_aside(user_uuid: str, digests: Sequence[str] | None) -> list[str]:
    """Delete all codes of a user, or those with these *digests*. Returns their digests.

    The caller has locked the user's row.
    """
    these = (RecoveryCode.user_uuid == user_uuid, *(() if digests is None else (RecoveryCode.digest.in_(digests),)))
    found = db.session.connection().execute(select(RecoveryCode.digest).where(*these)).scalars().all()
    if found:
        write(delete(RecoveryCode).where(*these))
    return list(found)


def put_back(user_uuid: str, digests: list[str]) -> None:
    """Store the codes with these *digests* again. The caller has locked the user's row."""
    for each in digests:
        write(insert(RecoveryCode).values(user_uuid=user_uuid, digest=each))


def count_left(user_uuid: str) -> int:
    """How many a user has left, in the present transaction."""
    return db.session.connection().execute(_COUNT, {"of": user_uuid}).scalar_one()


def tell_of_use(user: User, *, client: Client) -> None:
    """Tell the user that one was used, and how many are left."""
    record("recovery_code.used", user_uuid=user.uuid, client=client)
    notify(user, "recovery_code_used", everywhere=True, left=count_left(user.uuid))


def _readable(code: str) -> str:
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def digest_of(user_uuid: str, code: str) -> str:
    """Of the code as it was made: blanks, dashes and letter case do not matter."""
    typed = "".join(code.replace("-", "").split()).upper().translate(_LOOKS_LIKE)
    return digest(f"recovery code {user_uuid} {typed}")
