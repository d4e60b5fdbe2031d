"""Rows of a service that is in use: people, what waits for them, and a day of sign-ins, messages and codes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import cos, pi
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, insert, select, update

from gatepost.audit.models import AuditEvent
from gatepost.contacts.models import Contact, PendingContact
from gatepost.factors.models import RecoveryCode, TotpFactor
from gatepost.invitations.models import Invitation
from gatepost.keys.models import SigningKey
from gatepost.oauth.models import OAuthClient
from gatepost.outbox.models import Outbox
from gatepost.passkeys.models import Passkey
from gatepost.providers.models import ProviderLink
from gatepost.sessions.models import Session
from gatepost.throttling.sms_hours import SmsHour
from gatepost.users.models import NO_PASSWORD, User
from gatepost.users.personal_tokens import PersonalToken
from gatepost.users.roles import Role, UserRole
from gatepost.webhooks.models import Webhook, WebhookDelivery

FACTOR, PASSKEY, LINK, INVITATION, TOKEN, WEBHOOK = (digit * 32 for digit in "abcdef")
CLIENT, OLD_CLIENT = "5a7f3c1e-0d2b-4c6a-9e8f-1b3d5f7a9c20", "c1d9e2f4-7b6a-4d3c-8e5f-0a1b2c3d4e5f"
ROLE = "accounting"
# A name, a country code, and the state: active, waits, suspended or deactivated.
PEOPLE = (
    ("amina.rahman", "8801712", "active"),
    ("ben.okafor", "234803", "active"),
    ("chandra.iyer", "919845", "active"),
    ("dilnoza.karimova", "998901", "waits"),
    ("elif.yilmaz", "905321", "active"),
    ("farid.hossain", "8801812", "suspended"),
    ("giulia.conti", "393471", "active"),
    ("hana.novak", "420601", "active"),
    ("ines.duarte", "351912", "deactivated"),
    ("jonas.weber", "491711", "active"),
    ("kofi.mensah", "233241", "active"),
    ("lena.fischer", "491522", "waits"),
)
COUNTRIES = (("BD", 21, 0.93), ("IN", 13, 0.9), ("NG", 6, 0.81), ("DE", 5, 0.96), ("TR", 3, 0.6))  # an hour, and share


def fill(file: Path, ada: str) -> dict[str, str]:
    """Add the rows to the database in *file*; *ada* gets a factor, a passkey and so on. Returns their ids, by name."""
    now = datetime.now(UTC)
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        _people(connection, now)
        _ways_in(connection, ada, now)
        _team(connection, ada, now)
        connection.execute(insert(AuditEvent), list(_events(ada, now)))
        _webhook(connection, ada, now)
        connection.execute(insert(Outbox), list(_messages(ada, now)))
        connection.execute(insert(SmsHour), list(_codes(now)))
        key = str(connection.execute(select(SigningKey.kid)).scalars().first())
    engine.dispose()
    ids = {"factor": FACTOR, "passkey": PASSKEY, "link": LINK, "invitation": INVITATION, "role": ROLE, "key": key}
    return {**ids, "webhook": WEBHOOK, "client": CLIENT, "old_client": OLD_CLIENT, "suspended": _uuid(5)}


def _webhook(connection: Connection, ada: str, now: datetime) -> None:
    told = {"url": "https://shop.example/webhooks", "events": "account.* login.succeeded", "description": "the shop"}
    connection.execute(insert(Webhook), [{"id": WEBHOOK, "secret": "sealed", "created_at": now, **told}])
    one = {"webhook_id": WEBHOOK, "user_uuid": ada, "event": "login.succeeded", "at": now}
    rows = [
        {"message_id": f"msg_{'1' * 32}", "attempts": 1, "delivered_at": now, "status_code": 204},
        {
            "message_id": f"msg_{'2' * 32}",
            "attempts": 10,
            "given_up_at": now,
            "status_code": 500,
            "excerpt": "<b>no</b>",
        },
    ]
    for row in rows:
        connection.execute(insert(WebhookDelivery), [{**one, **row}])


def _uuid(number: int) -> str:
    return f"{number + 1:08x}-5d1c-4f7e-9a3b-6c2e8d4f1a{number:02}"


def _people(connection: Connection, now: datetime) -> None:
    users, contacts = [], []
    for number, (name, prefix, state) in enumerate(PEOPLE):
        joined, mobile = now - timedelta(days=37 * number + 12), f"+{prefix}{number * 7919 + 123456}"
        active = state != "waits"
        users.append(
            {
                "uuid": _uuid(number),
                "username": name,
                "username_key": name,
                "password_hash": NO_PASSWORD,
                "password_changed_at": joined,
                "created_at": joined,
                "activated_at": joined if active else None,
                "deactivated_at": now - timedelta(days=3) if state == "deactivated" else None,
                "suspended_until": now + timedelta(days=9) if state == "suspended" else None,
                "last_login_at": now - timedelta(hours=7 * number + 1) if active else None,
                "roles": "support" if number == 1 else "",
            }
        )
        each = {"user_uuid": _uuid(number), "place": 0, "verified_at": joined if active else None}
        contacts += [
            {**each, "kind": "mobile", "value": mobile, "key": mobile},
            {**each, "kind": "email", "value": f"{name}@example.org", "key": f"{name}@example.org"},
        ]
    connection.execute(insert(User), users)
    connection.execute(insert(Contact), contacts)
    connection.execute(insert(UserRole).values(user_uuid=_uuid(1), role="support"))


def _ways_in(connection: Connection, ada: str, now: datetime) -> None:
    """The things of ada on the pages of her account. Nothing opens what is sealed here."""
    hers: dict[str, Any] = {"user_uuid": ada, "created_at": now - timedelta(days=30), "last_used_at": now}
    verified = hers["created_at"]
    number = "+8801712345678"
    new = {"user_uuid": ada, "kind": "email", "value": "ada@example.net", "key": "ada@example.net", "requested_at": now}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Contact, {"user_uuid": ada, "kind": "mobile", "place": 0, "value": number, "key": number, "verified_at": now}),
        (PendingContact, new),
        (
            TotpFactor,
            {**hers, "id": FACTOR, "name": "Phone", "sealed_secret": "x", "last_step": 0, "verified_at": verified},
        ),
        (
            ProviderLink,
            {**hers, "id": LINK, "provider": "google", "issuer": "https://accounts.google.com", "subject": "1"},
        ),
        (
            Passkey,
            {
                **hers,
                "id": PASSKEY,
                "credential_digest": "1" * 64,
                "credential_id": "AAAA",
                "public_key": "AAAA",
                "sign_count": 0,
                "backup": "done",
                "aaguid": "00000000-0000-0000-0000-000000000000",
                "transports": "internal",
                "name": "Laptop",
            },
        ),
        (
            PersonalToken,
            {
                **hers,
                "id": TOKEN,
                "name": "Nightly report",
                "token_digest": "2" * 64,
                "hint": "x7Qd",
                "scope": "account:read",
                "expires_at": now + timedelta(days=60),
            },
        ),
    ]
    for table, row in rows:
        connection.execute(insert(table).values(**row))
    connection.execute(insert(RecoveryCode), [{"user_uuid": ada, "digest": f"{code:064}"} for code in range(8)])
    connection.execute(update(User).where(User.uuid == ada).values(factors=2))
    connection.execute(update(Session).where(Session.user_uuid == ada).values(factor_at=now))  # as if it was asked for


def _team(connection: Connection, ada: str, now: datetime) -> None:
    """An invitation, services, and a role."""
    invitation = {"id": INVITATION, "token_digest": "3" * 64, "kind": "email", "value": "mara@example.org"}
    ends = {"created_at": now, "expires_at": now + timedelta(days=7)}
    connection.execute(insert(Invitation).values(**invitation, **ends, key="mara@example.org", invited_by=ada))
    services = [
        {
            "client_id": CLIENT,
            "name": "Invoices",
            "secret_digest": "4" * 64,
            "old_secret_digest": None,
            "created_at": now,
        },
        {
            "client_id": OLD_CLIENT,
            "name": "Shop",
            "secret_digest": "5" * 64,
            "old_secret_digest": "6" * 64,
            "created_at": now,
        },
    ]
    connection.execute(insert(OAuthClient), services)
    role = {"name": ROLE, "description": "May look users up", "permissions": "users:read audit:read"}
    connection.execute(insert(Role).values(**role))


def _hours(now: datetime) -> Iterator[tuple[datetime, float]]:
    """The hours of a day until now, and how busy each is, from 0 to 1."""
    for back in range(24):
        moment = now - timedelta(hours=back)
        yield moment, 0.55 - 0.45 * cos((moment.hour - 2) * pi / 12)


def _events(ada: str, now: datetime) -> Iterator[dict[str, Any]]:
    for moment, busy in _hours(now):
        for number in range(int(44 * busy)):
            at = moment.replace(minute=number % 60, second=0) if moment.hour != now.hour else now
            yield {"at": at, "event": "login.succeeded", "user_uuid": _uuid(number % len(PEOPLE))}
        for _ in range(int(9 * busy) + moment.hour % 3):
            yield {"at": moment, "event": "login.failed", "user_uuid": _uuid(moment.hour % len(PEOPLE))}
    for days, event in ((30, "account.registered"), (30, "account.activated"), (2, "password.changed")):
        yield {"at": now - timedelta(days=days), "event": event, "user_uuid": ada}


def _messages(ada: str, now: datetime) -> Iterator[dict[str, Any]]:
    for moment, busy in _hours(now):
        for number in range(int(36 * busy)):
            channel = "email" if number % 3 else "sms"
            yield {
                "id": f"{moment.hour:04}{number:04}-0000-4000-8000-000000000000",
                "channel": channel,
                "name": ("activation", "login", "reset")[number % 3],
                "user_uuid": ada if number == 0 else _uuid(number % len(PEOPLE)),
                "created_at": moment,
                "expires_at": moment + timedelta(days=1),
                "sent_at": moment,
                "masked_to": "a…@example.org" if channel == "email" else "+880171…82",
            }


def _codes(now: datetime) -> Iterator[dict[str, Any]]:
    for moment, busy in _hours(now):
        hour = moment.replace(minute=0, second=0, microsecond=0)
        for country, most, share in COUNTRIES:
            yield {"country": country, "hour": hour, "sent": int(most * busy), "answered": int(most * busy * share)}
