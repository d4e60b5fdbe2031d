"""A passkey that is the same in each run, and answers that were made in advance: what lists of requests can name."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert

from gatepost import clock
from gatepost.crypto import derive_key, digest, keyed_digest
from gatepost.database import db
from gatepost.passkeys.challenges import LIFETIME, Purpose
from gatepost.passkeys.models import Passkey, PasskeyChallenge, PasskeyUser
from tests.support.apps import SECRET
from tests.support.people import Person
from tests.support.software_key import EDDSA, Authenticator, encoded

PASSKEY_ID = "0" * 31 + "1"
_HANDLE = encoded(b"h" * 64)
_CREATE, _LOGIN = encoded(b"c" * 32), encoded(b"l" * 32)
_DEVICE = "0" * 31 + "2"

_authenticator = Authenticator(algorithm=EDDSA)
_options = {"rp": {"id": "localhost"}, "user": {"id": _HANDLE}, "challenge": _CREATE}
NEW = _authenticator.create(_options, private=Ed25519PrivateKey.from_private_bytes(b"n" * 32), id=b"new")
_authenticator.create(_options, private=Ed25519PrivateKey.from_private_bytes(b"k" * 32), id=b"known")
USED = _authenticator.get({"challenge": _LOGIN})


def device_header() -> dict[str, str]:
    """The header of the device that was given the challenge to log in."""
    text = f"1.{_DEVICE}"
    proof = keyed_digest(text, key=derive_key(SECRET, "device tokens")).hex()
    return {"Gatepost-Device": f"{text}.{proof}"}


def prepare_passkey(person: Person) -> None:
    """Let this person have the passkey, and both challenges be out; the caller commits."""
    known = _authenticator.keys[-1]
    for table in (Passkey, PasskeyUser, PasskeyChallenge):
        db.session.execute(delete(table))
    db.session.execute(insert(PasskeyUser).values(user_uuid=person.uuid, handle=_HANDLE))
    row = {
        "id": PASSKEY_ID,
        "user_uuid": person.uuid,
        "credential_digest": digest(encoded(known.id)),
        "credential_id": encoded(known.id),
        "public_key": encoded(known.public()),
        "sign_count": 0,
        "backup": "done",
        "aaguid": "00000000-0000-0000-0000-000000000000",
        "transports": "",
        "name": "Passkey",
        "created_at": clock.now(),
    }
    db.session.execute(insert(Passkey).values(**row))
    session = person.session_id if person.access_token else ""
    for challenge, purpose, holder in (
        (_CREATE, Purpose.CREATE, session),
        (_LOGIN, Purpose.LOGIN, f"device {_DEVICE}"),
    ):
        values = {"digest": digest(challenge), "purpose": purpose, "holder": digest(holder)}
        db.session.execute(insert(PasskeyChallenge).values(**values, expires_at=clock.now() + LIFETIME))
