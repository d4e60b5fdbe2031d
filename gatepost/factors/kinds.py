"""The kinds of second factors: the one place that knows all of them.

Each kind has a module of its own. It tells how many a user has, and spends a proof. To add one, add it to KINDS, and
its rows to own_factors.py. A recovery code proves as a factor does, but it is none: it is not counted among them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update

from gatepost.database import write
from gatepost.factors import recovery_codes, totp_store
from gatepost.factors.models import LostFactor
from gatepost.passkeys import set_aside as passkeys
from gatepost.passkeys.spend_passkey import count_passkeys, spend_passkey
from gatepost.sessions.renew import Proven
from gatepost.users.models import User
from gatepost.users.second_factor import is_enrolled

MFA = "mfa"  # RFC 8176: with it, the other names say by which methods


@dataclass(frozen=True, slots=True)
class Kind:
    """*count*: how many a user has, in the present transaction. *spend*: whether a user's proof is right.

    Spending claims the proof in the present transaction, whose caller has locked the user's row. *amr*: RFC 8176.
    *set_aside* deletes those of a user with these ids, or all of them (None), and returns their rows as JSON.
    *put_back* stores such rows again.
    *makes_due*: a user who has one is asked for it at each log-in. Passkeys make none due: a browser may make one
    without a question, and its loss would lock the user out, because no recovery codes come with it.
    """

    count: Callable[[str], int]
    spend: Callable[[str, Any], bool]
    amr: tuple[str, ...]
    set_aside: Callable[[str, Sequence[str] | None], list[Any]]
    put_back: Callable[[str, list[Any]], None]
    is_factor: bool = True
    makes_due: bool = True


KINDS: Mapping[str, Kind] = {
    "totp": Kind(
        totp_store.count_verified, totp_store.spend_code, ("otp", MFA), totp_store.set_aside, totp_store.put_back
    ),
    "passkey": Kind(
        count_passkeys, spend_passkey, ("pop", MFA), passkeys.set_aside, passkeys.put_back, makes_due=False
    ),
    "recovery_code": Kind(
        recovery_codes.count_left,
        recovery_codes.spend_code,
        (MFA,),
        recovery_codes.set_aside,
        recovery_codes.put_back,
        is_factor=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof of a second factor of this *kind*, such as a code, as it was sent."""

    kind: str
    value: Any


def kinds_of(user_uuid: str) -> tuple[str, ...]:
    """The kinds by which this user can prove a second factor."""
    return tuple(name for name, kind in KINDS.items() if kind.count(user_uuid))


def is_due(user: User) -> bool:
    """Whether a log-in by one factor has to wait for a second one.

    A passkey is one where settings ask this user for a second factor.
    """
    return is_enrolled(user.uuid, role=user.role, factors=user.factors)


def spend_proof(user_uuid: str, proof: Proof) -> Proven | None:
    """Use up *proof*; None if it is wrong, or was used before. The caller has locked the user's row, and commits."""
    kind = KINDS[proof.kind]
    return Proven(proof.kind, kind.amr) if kind.spend(user_uuid, proof.value) else None


def count_factors(user_uuid: str) -> int:
    """How many factors a user has, in the present transaction."""
    return sum(kind.count(user_uuid) for kind in KINDS.values() if kind.is_factor)


def note_factors(user: User) -> None:
    """Store how many factors *user* has now. The caller has locked the row, and changed what they have.

    A request to remove lost factors ends, because it was about those of before.
    """
    user.factors = sum(kind.count(user.uuid) for kind in KINDS.values() if kind.is_factor and kind.makes_due)
    write(update(User).where(User.uuid == user.uuid).values(factors=user.factors))
    write(delete(LostFactor).where(LostFactor.user_uuid == user.uuid))
