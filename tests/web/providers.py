"""What the bodies of endpoints.py refer to of other providers, and how it is put into the tables.

No provider is asked by this: what it would say is kept already.
"""

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask
from joserfc import jws
from sqlalchemy import delete, insert

from gatepost import clock
from gatepost.crypto import digest
from gatepost.database import db
from gatepost.providers.find_provider import ENDPOINTS, Endpoints
from gatepost.providers.key_sets import KEYS
from gatepost.providers.models import ProviderCode, ProviderLink
from gatepost.users.models import get_user
from tests.support.apps import PROVIDER
from tests.support.people import Person
from tests.support.provider import Provider

ID_TOKEN, NONCE, CODE = "an.ID-token.of-now", "a nonce", "a code of a provider"
RETURN_TO = "https://app.example/signed-in"
_ISSUER, _SUBJECT = str(PROVIDER["issuer"]), "ada at example"


def fresh_id_token(body: dict[str, Any]) -> dict[str, Any]:
    """*body*; an ID token in it is of now, and was not used before."""
    if body.get("id_token") != ID_TOKEN:
        return body
    now = int(clock.now().timestamp())
    claims = {
        "iss": _ISSUER,
        "sub": _SUBJECT,
        "aud": PROVIDER["client_id"],
        "iat": now,
        "exp": now + 300,
        "nonce": body.get("nonce", NONCE),
        "jti": secrets.token_hex(8),
    }
    token = jws.serialize_compact({"alg": "RS256", "kid": "first"}, json.dumps(claims).encode(), Provider.key)
    return body | {"id_token": token}


def link_id(person: Person) -> str:
    """The id of a link of this person, after :func:`link_for_bodies`."""
    return hashlib.sha256(f"link of {person.uuid}".encode()).hexdigest()[:32]


def link_for_bodies(app: Flask, person: Person) -> None:
    """One account of the provider is linked, and one code is out."""
    ENDPOINTS.put(_ISSUER, Endpoints(f"{_ISSUER}/authorize", f"{_ISSUER}/token", f"{_ISSUER}/keys", "", by_post=False))
    KEYS.put(_ISSUER, [Provider.key])
    now = clock.now()
    theirs = {"user_uuid": person.uuid, "provider": PROVIDER["name"], "issuer": _ISSUER, "subject": _SUBJECT}
    with app.app_context():
        version = get_user(person.uuid).credentials_version
        db.session.execute(delete(ProviderLink))
        db.session.execute(delete(ProviderCode))
        db.session.execute(insert(ProviderLink).values(id=link_id(person), created_at=now, **theirs))
        code = {"digest": digest(CODE), "challenge": "", "expires_at": now + timedelta(minutes=1)}
        db.session.execute(insert(ProviderCode).values(credentials_version=version, **code, **theirs))
        db.session.commit()
