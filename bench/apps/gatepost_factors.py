"""Give users of Gatepost's database second factors, straight into its tables, as a file says.

The file is JSON: the *secret* of all apps for codes, and *people* by their username, some with a passkey.
"""

import json
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, update

from gatepost import clock
from gatepost.app import create_app
from gatepost.crypto import digest
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.factors import totp_store
from gatepost.factors.models import TotpFactor
from gatepost.passkeys.models import Passkey, PasskeyUser
from gatepost.users.models import User

_BATCH = 500  # names in one statement
_Row = dict[str, Any]


def enrol(people: list[_Row], secret: str) -> None:
    """Let each of *people* have an app with this *secret*, and those with a credential a passkey, too."""
    for first in range(0, len(people), _BATCH):
        some = {person["username"]: person for person in people[first : first + _BATCH]}
        theirs = User.username_key.in_(some)
        found = dict(db.session.execute(select(User.username_key, User.uuid).where(theirs)).tuples().all())
        for uuid in found.values():
            totp_store.add_unverified(uuid, secret)
        keyed = [(found[name], person) for name, person in some.items() if "credential_id" in person]
        if keyed:
            db.session.execute(insert(PasskeyUser), [{"user_uuid": uuid, "handle": p["handle"]} for uuid, p in keyed])
            db.session.execute(insert(Passkey), [_passkey(uuid, person) for uuid, person in keyed])
        db.session.execute(update(User).where(theirs).values(factors=1))
        db.session.execute(update(TotpFactor).values(verified_at=clock.now()))
        db.session.commit()


def _passkey(user_uuid: str, person: _Row) -> _Row:
    return {
        "id": uuid4().hex,
        "user_uuid": user_uuid,
        "credential_digest": digest(person["credential_id"]),
        "credential_id": person["credential_id"],
        "public_key": person["public_key"],
        "sign_count": 0,
        "backup": "done",
        "aaguid": "00000000-0000-0000-0000-000000000000",
        "transports": "internal hybrid",
        "name": "Passkey",
        "created_at": clock.now(),
    }


if __name__ == "__main__":
    wanted = json.loads(Path(sys.argv[1]).read_text())
    with create_app(load_settings()).app_context():
        enrol(wanted["people"], wanted["secret"])
