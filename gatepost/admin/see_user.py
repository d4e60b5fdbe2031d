"""See a user as the support does: all that tells why they cannot get in."""

from datetime import datetime, timedelta

from sqlalchemy import select

from gatepost import clock
from gatepost.admin.answers import SeenUser, SeenWait, maybe_rfc3339, rfc3339, status_of
from gatepost.admin.code_guesses import find_code_wait
from gatepost.contacts.models import Contact, PendingContact
from gatepost.database import read_all
from gatepost.factors.guesses import find_factor_wait
from gatepost.factors.own_factors import count_recovery_codes, list_factors
from gatepost.fields.show import show_fields
from gatepost.passkeys.store import read_passkeys
from gatepost.providers.links import list_links
from gatepost.throttling.record_failure import find_password_disabled_at
from gatepost.throttling.waits import find_wait_of
from gatepost.users.models import User, get_user


def see_user(uuid: str) -> SeenUser:
    """Read the user, with contacts, factors, passkeys, providers, waits and declared fields. Raises UserNotFound."""
    user = get_user(uuid)
    status, until = status_of(
        activated_at=user.activated_at,
        deactivated_at=user.deactivated_at,
        suspended_until=user.suspended_until,
        now=clock.now(),
    )
    seen: SeenUser = {
        "uuid": user.uuid,
        "username": user.username,
        "status": status,
        "suspended_until": until,
        "roles": user.roles.split(),
        "mobile": user.mobile,
        "email": user.email,
        "created_at": rfc3339(user.created_at),
        "last_login_at": maybe_rfc3339(user.last_login_at),
        "gender": user.gender,
        "locale": user.locale,
        "activated_at": maybe_rfc3339(user.activated_at),
        "deactivated_at": maybe_rfc3339(user.deactivated_at),
        "contacts": [
            {
                "kind": each.kind,
                "value": each.value,
                "counts": each.key is not None,
                "verified_at": maybe_rfc3339(each.verified_at),
            }
            for each in sorted(user.contacts, key=_by_place)
        ],
        "pending": [
            {"kind": kind, "value": value, "requested_at": rfc3339(requested_at)}
            for kind, value, requested_at in _read_pending(uuid)
        ],
        "factors": [
            {
                "id": each.id,
                "kind": each.kind,
                "name": each.name,
                "created_at": rfc3339(each.created_at),
                "last_used_at": maybe_rfc3339(each.last_used_at),
            }
            for each in list_factors(uuid)
        ],
        "recovery_codes": count_recovery_codes(uuid),
        "passkeys": [
            {
                "id": each.id,
                "kind": "passkey",
                "name": each.name,
                "created_at": rfc3339(each.created_at),
                "last_used_at": maybe_rfc3339(each.last_used_at),
            }
            for each in read_passkeys(uuid)
        ],
        "providers": [
            {
                "provider": each.provider,
                "created_at": rfc3339(each.created_at),
                "last_used_at": maybe_rfc3339(each.last_used_at),
            }
            for each in list_links(uuid)
        ],
        "password": {
            "is_set": user.has_password,
            "changed_at": rfc3339(user.password_changed_at),
            "expired_at": maybe_rfc3339(user.password_expired_at),
            "disabled_since": maybe_rfc3339(find_password_disabled_at(uuid)),
        },
        "waits": _waits_of(user),
    }
    fields = show_fields(user.fields, to=frozenset({"administrator"}))
    if fields is not None:
        seen["fields"] = fields  # type: ignore[typeddict-unknown-key]  # described where it is declared: fields/describe.py
    return seen


def _by_place(contact: Contact) -> tuple[str, int]:
    return contact.kind, contact.place


def _read_pending(uuid: str) -> list[tuple[str, str, datetime]]:
    columns = (PendingContact.kind, PendingContact.value, PendingContact.requested_at)
    theirs = select(*columns).where(PendingContact.user_uuid == uuid).order_by(PendingContact.kind)
    return [(kind, value, requested_at) for kind, value, requested_at in read_all(theirs)]


def _waits_of(user: User) -> list[SeenWait]:
    """The longest wait of each kind that holds now; other devices of theirs may wait less, or not at all."""
    now = clock.now()
    found: list[tuple[str, timedelta]] = [
        ("password", find_wait_of(user.uuid)),
        ("code", find_code_wait(user)),
        ("factor", find_factor_wait(user)),
    ]
    return [{"of": kind, "until": rfc3339(now + wait)} for kind, wait in found if wait > timedelta(0)]  # type: ignore[typeddict-item]
