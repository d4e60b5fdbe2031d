"""Let tests of log-ins run where everybody has to have a second factor: ``GATEPOST_TEST_SECOND_FACTOR=required``.

The tests know of no factor. So their client enrols all users beforehand, and sends the code when it is asked for one.
"""

import os
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update
from werkzeug.test import TestResponse

from gatepost import clock
from gatepost.crypto import seal
from gatepost.database import db
from gatepost.factors import totp_store
from gatepost.factors.models import TotpFactor
from gatepost.users.models import User
from tests.support.authenticator import Authenticator

REQUIRED = os.environ.get("GATEPOST_TEST_SECOND_FACTOR") == "required"
_APP = Authenticator("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
_FIRST = ("/user/login", "/user/login/code")


class TwoFactorClient(FlaskClient):
    """Finishes each log-in by the second factor."""

    def open(self, *given: Any, **more: Any) -> TestResponse:
        path = str(given[0] if given else more.get("path", "")).partition("?")[0].rstrip("/")
        if path not in _FIRST:
            return super().open(*given, **more)
        _enrol_everybody(self.application)
        answer = super().open(*given, **more)
        if answer.status_code != 403 or (answer.json or {}).get("code") != "second_factor_required":
            return answer
        body = {"token": answer.json["second_factor"]["token"], "code": _APP.code()}
        rest = {name: more[name] for name in ("headers", "environ_overrides") if name in more}
        return super().open("/user/login/factor", method="POST", json=body, **rest)


def _enrol_everybody(app: Flask) -> None:
    """All users have the same app, of which no code was used."""
    with app.app_context():
        for (uuid,) in db.session.execute(select(User.uuid).where(User.factors == 0)).all():
            identifier, now = uuid.replace("-", ""), clock.now()
            sealed = seal(_APP.secret, key=totp_store._key(), context=totp_store._context(uuid, identifier))
            row = {"id": identifier, "user_uuid": uuid, "sealed_secret": sealed, "created_at": now, "verified_at": now}
            db.session.execute(insert(TotpFactor).values(last_step=0, **row))
        db.session.execute(update(User).values(factors=1))
        db.session.execute(update(TotpFactor).values(last_step=0))
        db.session.commit()
        db.session.remove()
