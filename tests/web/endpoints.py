"""Every endpoint with a request that it would serve, and what a refusal looks like."""

from base64 import b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from werkzeug.test import TestResponse

from gatepost import clock
from gatepost.api.room import Endpoint
from gatepost.app import ROOMS
from gatepost.audit.events import EVENTS
from gatepost.audit.models import AuditEvent
from gatepost.contacts.address import Address
from gatepost.contacts.models import Contact, ContactUndo, primary
from gatepost.contacts.store import set_pending
from gatepost.crypto import digest
from gatepost.database import db
from gatepost.invitations.models import Invitation
from gatepost.migrations.tables import TABLES
from gatepost.one_time_codes.models import OneTimeProof
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.store import _code_digest, issue_proof
from gatepost.throttling.models import ThrottleCount
from gatepost.users.models import get_user
from gatepost.users.personal_tokens import PersonalToken
from gatepost.users.roles import Role
from gatepost.webhooks.models import Webhook, WebhookDelivery
from gatepost.webhooks.secrets import seal_secret
from tests.support.apps import SERVICE_ID, SERVICE_SECRET
from tests.support.fixed_passkey import PASSKEY_ID, device_header, prepare_passkey
from tests.support.people import Person
from tests.web import providers
from tests.web.bodies import BODIES as BODIES
from tests.web.bodies import FIELDS as FIELDS
from tests.web.bodies import LENIENT as LENIENT
from tests.web.bodies import OTHER_BODIES as OTHER_BODIES
from tests.web.factors import (
    device_of,
    enrol_for_bodies,
    factor_id,
    have_a_factor,
)

_HOUR = timedelta(hours=1)
INVITATION_ID = TOKEN_ID = WEBHOOK_ID = "0" * 32
ROLE = "auditor"
REFUSALS = [
    f"'{name}'"
    for name in EVENTS
    if name.endswith(("failed", "refused", "locked", "not_active", "login.password_expired"))
]
ENDPOINTS = {endpoint.name: endpoint for room in ROOMS for endpoint in room.endpoints}

# Nobody does these to themselves.
TO_ANOTHER = {f"admin.{deed}.post" for deed in ("suspend_user", "unsuspend_user", "lift_waits_of_user")}
TO_ANOTHER |= {f"admin.{deed}.post" for deed in ("begin_reset_of_user", "replace_address_of_user", "activate_by_hand")}
TO_ANOTHER |= {
    f"removals.{deed}.post" for deed in ("remove_factor_of_user", "end_sessions_of_user", "delete_for_a_reason")
}
TO_ANOTHER |= {"exports.export_data_of_user.post", "impersonation.impersonate.post"}

# For each endpoint that takes a form: its fields, where {token} is ada's access token.
FORMS: dict[str, dict[str, str]] = {
    "oauth.introspect_token.post": {"token": "{token}", "token_type_hint": "access_token"},
    "oauth.revoke_token.post": {"token": "{token}", "token_type_hint": "access_token"},
}


def form_of(name: str, person: Person) -> dict[str, str] | None:
    """The form that the endpoint of this *name* takes, about a token of this person."""
    if name not in FORMS:
        return None
    return {field: value.format(token=person.access_token) for field, value in FORMS[name].items()}


def basic(client_id: str = SERVICE_ID, secret: str = SERVICE_SECRET) -> dict[str, str]:
    """The header of a registered client."""
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def send_proofs(app: Flask, person: Person) -> None:
    """Let the links be out that BODIES sends back, and no other; the same for second factors."""
    enrol_for_bodies(app, person)
    providers.link_for_bodies(app, person)
    with app.app_context():
        address = str(get_user(person.uuid).addresses[-1])
        db.session.execute(delete(OneTimeProof))
        for purpose in (Purpose.RESET, Purpose.LOGIN):
            issue_proof(user_uuid=person.uuid, purpose=purpose, address=address, link_lifetime=_HOUR)
            known = {"link_digest": digest(f"a token to {purpose}")}
            db.session.execute(update(OneTimeProof).where(OneTimeProof.purpose == purpose).values(known))
        set_pending(person.uuid, Address("mobile", "01812345678", "01812345678"))
        prepare_passkey(person)
        db.session.execute(update(Contact).where(*primary(person.uuid, "mobile")).values(verified_at=clock.now()))
        _let_wait(person.uuid, f"new.{person.uuid}@example.org")
        old = f"old.{person.uuid}@example.org"
        undo = {"user_uuid": person.uuid, "kind": "email", "value": old, "key": old}
        db.session.execute(delete(ContactUndo))
        db.session.add(
            ContactUndo(
                token_digest=digest("a token to undo"), created_at=clock.now(), expires_at=clock.now() + _HOUR, **undo
            )
        )
        db.session.execute(delete(Invitation))
        guest = {"kind": "email", "value": "guest@example.org", "key": "guest@example.org", "invited_by": person.uuid}
        times = {"created_at": clock.now(), "expires_at": clock.now() + _HOUR}
        secret = {"name": "of a test", "token_digest": digest("a personal token"), "hint": "oken", "scope": "services"}
        db.session.execute(delete(PersonalToken).where(PersonalToken.id == TOKEN_ID))
        db.session.add(PersonalToken(id=TOKEN_ID, user_uuid=person.uuid, **secret, **times))
        db.session.execute(delete(Role).where(Role.name == ROLE))
        db.session.add(Role(name=ROLE, description="", permissions="audit:read"))
        db.session.add(Invitation(id=INVITATION_ID, token_digest=digest("a token to register"), **guest, **times))
        add_webhook()
        db.session.commit()


def add_webhook() -> None:
    """A webhook that asks for what does not happen here, and a delivery that was given up. The caller commits."""
    db.session.execute(delete(WebhookDelivery))
    db.session.execute(delete(Webhook))
    asked = {"url": "https://app.example/hook", "events": "audit.accepted", "description": ""}
    sealed = seal_secret(f"whsec_{'A' * 32}", webhook_id=WEBHOOK_ID)
    db.session.add(Webhook(id=WEBHOOK_ID, secret=sealed, created_at=clock.now(), **asked))
    happened = {"event": "audit.accepted", "at": clock.now(), "given_up_at": clock.now()}
    db.session.add(WebhookDelivery(webhook_id=WEBHOOK_ID, message_id=f"msg_{WEBHOOK_ID}", **happened))


def _let_wait(uuid: str, address: str) -> None:
    """An address that waits to be this user's, and the proof of it: its code is 123456."""
    purpose, to = Purpose.CHANGE_EMAIL, f"email:{address}"
    set_pending(uuid, Address("email", address, address))
    issue_proof(user_uuid=uuid, purpose=purpose, address=to, link_lifetime=_HOUR)
    known = {"link_digest": digest(f"a token to {purpose}"), "code_digest": _code_digest(purpose, to, "123456")}
    db.session.execute(update(OneTimeProof).where(OneTimeProof.purpose == purpose).values(known))


def path_of(endpoint: Endpoint, person: Person) -> str:
    return filled(endpoint.path, person)


def filled(path: str, person: Person) -> str:
    """*path* with this person, and what is theirs; with an invitation, a role, a webhook."""
    path = path.replace("<id:factor_id>", factor_id(person)).replace("<id:passkey_id>", PASSKEY_ID)
    path = path.replace("<id:invitation_id>", INVITATION_ID).replace("<name:role>", ROLE)
    path = path.replace("<id:token_id>", TOKEN_ID).replace("<id:webhook_id>", WEBHOOK_ID)
    path = path.replace("<id:provider>", providers.link_id(person)).replace("<name:provider>", "example")
    return path.replace("<uuid:uuid>", person.uuid).replace("<id:session_id>", person.session_id)


def credentials(endpoint: Endpoint, person: Person) -> dict[str, str]:
    """The header that this endpoint asks for."""
    if endpoint.access.client:
        return basic()
    if endpoint.name == "login.login_with_passkey.post":
        return device_header()
    if endpoint.name in ("login.login_with_factor.post", "lost_factors.report_lost_factor.post"):
        return device_of(person)
    return {"access": person.signed, "refresh": person.refreshing}.get(str(endpoint.access.token), {})


def send(
    client: FlaskClient,
    name: str,
    person: Person,
    *,
    about: Person | None = None,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> TestResponse:
    """A request to the endpoint of this *name*, signed as it asks for; *about* another, if it is in TO_ANOTHER."""
    endpoint = ENDPOINTS[name]
    signed = {**credentials(endpoint, person), **(headers or {})}
    if more.get("json") is None and "data" not in more:
        more["data"] = form_of(name, person)
    whom = about if about is not None and name in TO_ANOTHER else person
    if name == "removals.remove_factor_of_user.post" and whom is about:
        have_a_factor(client.application, whom)
    return client.open(path_of(endpoint, whom), method=endpoint.method, headers=signed, **more)


def assert_refused(answer: TestResponse, *expected: tuple[int, str]) -> None:
    """*answer* is a refusal in the one shape, with one of these statuses and codes."""
    assert answer.content_type == "application/json", answer.text
    body = answer.json
    assert (answer.status_code, body["code"]) in expected, answer.text
    assert body["status"] == answer.status_code
    more = {"errors"} if answer.status_code == 422 else {"error", "error_description"} if "error" in body else set()
    assert body.keys() == {"message", "status", "code"} | more
    assert isinstance(body["message"], str)
    assert body["message"]
    for texts in body.get("errors", {}).values():
        assert texts
        assert all(isinstance(text, str) for text in texts)


def contents(app: Flask, *, failures: bool = False) -> dict[str, list[Any]]:
    """All that is stored; *failures*: also what a refusal leaves behind, the failed attempts and a line on record."""
    with app.app_context():
        stored = {
            table.__tablename__: sorted(map(repr, db.session.execute(_rows(table, failures=failures)).all()))
            for table in TABLES
        }
        db.session.rollback()
    if not failures:
        lines = stored[AuditEvent.__tablename__]
        stored[AuditEvent.__tablename__] = [line for line in lines if not any(name in line for name in REFUSALS)]
    return stored


def _rows(table: Any, *, failures: bool) -> Any:
    rows = select(*table.__table__.columns)
    return rows.where(ThrottleCount.scope == "use") if table is ThrottleCount and not failures else rows


def row_counts(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    with app.app_context():
        counts = {
            table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES
        }
        db.session.rollback()
    return counts
