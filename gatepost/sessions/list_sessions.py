"""List the sessions of a user."""

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import select

from gatepost import clock
from gatepost.caller import Caller
from gatepost.database import read_all
from gatepost.sessions.alive import ends_at, live_sessions
from gatepost.sessions.answers import AskedData, SessionData
from gatepost.sessions.device_name import device_name
from gatepost.sessions.models import Session
from gatepost.users.visible import get_user_for

_MOST = 1000  # sessions in an answer, where SESSIONS_PER_USER sets no limit
_COLUMNS = (
    Session.id,
    Session.user_agent,
    Session.address,
    Session.created_at,
    Session.last_used_at,
    Session.expires_at,
    Session.authenticated_by,
    Session.cookie_digest,
    Session.scope,
    Session.audience,
    Session.actor_uuid,
)


def read_sessions(caller: Caller, uuid: str) -> list[SessionData]:
    """The live sessions of this user, the latest used first: one's own, or anyone's with ``sessions:read``.

    Raises UserNotFound, Forbidden.
    """
    if uuid != caller.uuid:
        get_user_for(caller, uuid, "sessions:read")
    latest_first = (Session.last_used_at.desc(), Session.created_at.desc(), Session.id)
    live = select(*_COLUMNS).where(*live_sessions(uuid, now=clock.now())).order_by(*latest_first).limit(_MOST)
    return [
        {
            "id": identifier,
            "kind": _kind(cookie_digest, actor_uuid),
            "device": device_name(user_agent),
            "user_agent": user_agent,
            "address": address,
            "created_at": rfc3339(created_at),
            "last_used_at": rfc3339(last_used_at),
            "expires_at": rfc3339(ends_at(expires_at, created_at=created_at)),
            "current": identifier == caller.session_id,
            "authenticated_by": authenticated_by.split(),
            **_asked(scope, audience),
        }
        for (
            identifier,
            user_agent,
            address,
            created_at,
            last_used_at,
            expires_at,
            authenticated_by,
            cookie_digest,
            scope,
            audience,
            actor_uuid,
        ) in read_all(live)
    ]


def _asked(scope: str | None, audience: str | None) -> AskedData:
    asked: AskedData = {}
    if scope is not None:
        asked["scope"] = scope.split()
    if audience is not None:
        asked["audience"] = audience
    return asked


def _kind(cookie_digest: str | None, actor_uuid: str | None) -> Literal["tokens", "cookie", "impersonation"]:
    if actor_uuid is not None:
        return "impersonation"
    return "tokens" if cookie_digest is None else "cookie"


def rfc3339(moment: datetime) -> str:
    """Such as ``2026-11-22T10:15:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
