"""List the personal tokens of a user."""

from datetime import UTC, datetime

from sqlalchemy import select

from gatepost import clock
from gatepost.caller import Caller
from gatepost.database import read_all
from gatepost.personal_tokens.answers import TokenData
from gatepost.personal_tokens.authenticate import ends_at
from gatepost.users.personal_tokens import PersonalToken
from gatepost.users.visible import get_user_for


def list_tokens(caller: Caller, uuid: str) -> list[TokenData]:
    """The tokens of this user that have not ended: one's own, or anyone's with ``sessions:read``.

    Raises UserNotFound, Forbidden.
    """
    if uuid != caller.uuid:
        get_user_for(caller, uuid, "sessions:read")
    return read_tokens(uuid)


def read_tokens(uuid: str) -> list[TokenData]:
    """The tokens of this user that have not ended, the newest first."""
    newest = (PersonalToken.created_at.desc(), PersonalToken.id)
    theirs = select(PersonalToken.__table__).where(PersonalToken.user_uuid == uuid).order_by(*newest)
    names, now = PersonalToken.__table__.columns.keys(), clock.now()
    found = [PersonalToken(**dict(zip(names, row, strict=True))) for row in read_all(theirs)]
    return [show_token(each) for each in found if ends_at(each.expires_at, created_at=each.created_at) > now]


def show_token(token: PersonalToken) -> TokenData:
    """The facts of *token*, times in RFC 3339."""
    used_at = token.last_used_at
    return {
        "id": token.id,
        "name": token.name,
        "hint": token.hint,
        "scope": token.scope.split(),
        "created_at": _rfc3339(token.created_at),
        "expires_at": _rfc3339(ends_at(token.expires_at, created_at=token.created_at)),
        "last_used_at": None if used_at is None else _rfc3339(used_at),
    }


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
