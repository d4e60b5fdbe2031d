"""A passkey as a second factor: of a user who is known already, in the transaction of their log-in."""

from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from gatepost.database import AnySelect, db
from gatepost.errors import NotOffered, Refusal, UnknownPasskey
from gatepost.passkeys.challenges import Purpose, spend_challenge
from gatepost.passkeys.copied import MayBeCopied
from gatepost.passkeys.models import Passkey
from gatepost.passkeys.relying_party import relying_party
from gatepost.passkeys.store import check_handle, find_passkey, note_use
from gatepost.users.second_factor import in_place_of_factor

_COUNT = select(func.count()).where(Passkey.user_uuid == bindparam("of"))


class SentPasskey(NamedTuple):
    """The answer of ``navigator.credentials.get()``, and the holder of the challenge: the device that sent it."""

    sent: dict[str, Any]
    holder: str


def count_passkeys(user_uuid: str) -> int:
    """How many passkeys this user can use, in the present transaction; none where they are not offered."""
    try:
        relying_party()
    except NotOffered:
        return 0
    return db.session.connection().execute(_COUNT, {"of": user_uuid}).scalar_one()


def find_usable(user_uuid: str) -> "AnySelect | None":
    """The statement that finds a passkey that this user can use; None where they are not offered."""
    try:
        relying_party()
    except NotOffered:
        return None
    return select(Passkey.id).where(Passkey.user_uuid == user_uuid).limit(1)


def spend_passkey(user_uuid: str, proof: SentPasskey) -> bool:
    """Whether this is an answer of a passkey of this user, to a challenge that its device was given to log in.

    The challenge is used up in the present transaction, whose caller has locked the user's row. Raises MayBeCopied.
    """
    try:
        _spend(user_uuid, proof)
    except Refusal:
        return False
    return True


def _spend(user_uuid: str, proof: SentPasskey) -> None:
    from gatepost.passkeys.verify import read_challenge, verify_use  # noqa: PLC0415  its library is late

    party, challenge = relying_party(), read_challenge(proof.sent)
    spend_challenge(challenge, Purpose.LOGIN, holder=proof.holder)
    passkey = find_passkey(proof.sent["id"])
    if passkey is None or passkey.user_uuid != user_uuid:
        raise UnknownPasskey
    check_handle(proof.sent, user_uuid)
    use = verify_use(proof.sent, challenge=challenge, party=party, public_key=passkey.public_key)
    if not note_use(passkey, use):
        raise MayBeCopied(passkey.name)


in_place_of_factor(find_usable)
