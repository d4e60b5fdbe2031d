"""What the bodies of endpoints.py refer to of second factors, and how it is put into the tables.

Nobody is asked for a second factor by this: the user's row counts none.
"""

import hashlib
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, update

from gatepost import clock
from gatepost.caller import Client
from gatepost.crypto import digest, seal
from gatepost.database import db
from gatepost.factors import recovery_codes, totp_store
from gatepost.factors.kinds import count_factors
from gatepost.factors.models import LostFactor, RecoveryCode, TotpFactor
from gatepost.factors.undo import keep_change
from gatepost.login.first_proof import FirstProof
from gatepost.login.models import PendingLogIn
from gatepost.login.pending import add_pending
from gatepost.sessions.models import Session
from gatepost.throttling.claimant import Claimant
from gatepost.tokens.device_token import issue_device_token
from gatepost.undos.models import WayInUndo
from gatepost.users.models import User, get_user
from tests.support.authenticator import Authenticator
from tests.support.people import Person
from tests.web.providers import fresh_id_token

LOG_IN_TOKEN = "a token of a log-in that waits"
STOP_TOKEN = "a token to stop"
UNDO_TOKEN = "a token to undo a factor"
RECOVERY_CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX"
BEGUN = Authenticator("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "0123456789abcdef0123456789abcdef")


_devices: dict[str, str] = {}  # by user


class Bodies(dict[str, dict[str, Any]]):
    """Bodies by endpoint. That with the first code of an app has the code of now."""

    def __getitem__(self, name: str) -> dict[str, Any]:
        body = super().__getitem__(name)
        return body | {"code": BEGUN.code()} if body.get("id") == BEGUN.id else fresh_id_token(body)

    def get(self, name: str, default: Any = None) -> Any:
        return default if super().get(name) is None else self[name]


def device_of(person: Person) -> dict[str, str]:
    """The header of the device for which the log-in of this person waits."""
    return {"Gatepost-Device": _devices[person.uuid]} if person.uuid in _devices else {}


def factor_id(person: Person) -> str:
    """The id of a factor of this person, after :func:`enrol_for_bodies`."""
    return hashlib.sha256(person.uuid.encode()).hexdigest()[:32]


def have_a_factor(app: Flask, person: Person) -> None:
    """Let this person have an app, unless they have one."""
    with app.app_context():
        if not count_factors(person.uuid):
            db.session.execute(insert(TotpFactor).values(verified_at=clock.now(), **_app_of(person, factor_id(person))))
            db.session.commit()


def _app_of(person: Person, identifier: str) -> dict[str, Any]:
    context = totp_store._context(person.uuid, identifier)
    sealed = seal(BEGUN.secret, key=totp_store._key(), context=context)
    row = {"id": identifier, "user_uuid": person.uuid, "last_step": 0, "created_at": clock.now()}
    return row | {"sealed_secret": sealed}


def enrol_for_bodies(app: Flask, person: Person) -> None:
    """One app is enrolled, one is begun, one recovery code is left, one log-in waits, and a factor was proven."""
    now = clock.now()
    with app.app_context():
        user = get_user(person.uuid)
        db.session.execute(update(User).where(User.uuid == person.uuid).values(factors=0))
        db.session.execute(delete(TotpFactor))
        db.session.execute(delete(PendingLogIn))
        db.session.execute(delete(LostFactor))
        db.session.execute(delete(WayInUndo))
        keep_change(user)
        db.session.execute(update(WayInUndo).values(token_digest=digest(UNDO_TOKEN)))
        for identifier, verified_at in ((factor_id(person), now), (BEGUN.id, None)):
            db.session.execute(insert(TotpFactor).values(verified_at=verified_at, **_app_of(person, identifier)))
        theirs = {"user_uuid": person.uuid, "digest": recovery_codes.digest_of(person.uuid, RECOVERY_CODE)}
        db.session.execute(delete(RecoveryCode))
        db.session.execute(insert(RecoveryCode).values(theirs))
        _devices[person.uuid] = issue_device_token("", user_uuid=person.uuid, version=0)
        first = FirstProof(user, Claimant(user, Client("", "", device=_devices[person.uuid])), ("pwd",), ("pwd",))
        waits = PendingLogIn.token_digest == digest(add_pending(first))
        db.session.execute(update(PendingLogIn).where(waits).values(token_digest=digest(LOG_IN_TOKEN)))
        waits = {"user_uuid": person.uuid, "credentials_version": 0, "created_at": now}
        waits |= {"stop_digest": digest(STOP_TOKEN), "removes_at": now + timedelta(hours=72)}
        db.session.execute(insert(LostFactor).values(waits))
        db.session.execute(update(Session).where(Session.user_uuid == person.uuid).values(factor_at=now))
        db.session.commit()
