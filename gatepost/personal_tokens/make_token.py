"""Make a personal token. The answer shows it once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.crypto import digest, random_hex
from gatepost.database import db, write
from gatepost.errors import InvalidInput, NotOffered, Reason, TooManyPersonalTokens
from gatepost.input_errors import check_name
from gatepost.notices.notify import notify
from gatepost.passkeys.factor_due import lock_with_factor
from gatepost.permissions import ACCOUNT_SCOPES
from gatepost.personal_tokens.answers import NewTokenData
from gatepost.personal_tokens.list_tokens import show_token
from gatepost.personal_tokens.token_format import HINT, new_token
from gatepost.settings import settings
from gatepost.users.permissions import permissions_of
from gatepost.users.personal_tokens import NAME_MAX, PersonalToken

_ID_BYTES = 16
_USUAL = timedelta(days=90)


def make_token(caller: Caller, *, name: str, scope: Sequence[str], days: int | None, client: Client) -> NewTokenData:
    """Make a token of the caller for so many *days*, by default 90.

    Its scope holds nothing that the caller may not do now. Where a second factor is due from them, it was
    proven lately, as for a passkey. The user gets a notice.

    Raises NotOffered, InvalidInput, InvalidToken, FactorRequired, TooManyPersonalTokens.
    """
    if not settings.personal_tokens_per_user:
        raise NotOffered
    name, lifetime = check_name(name, most=NAME_MAX), _checked_lifetime(days)
    user, _ = lock_with_factor(caller)
    allowed = scopes_for(user.roles, committed=False)
    if not set(scope) <= set(allowed):
        db.session.rollback()
        raise InvalidInput({"scope": [Reason("Choose from: %(allowed)s.", allowed=", ".join(allowed))]})
    now = clock.now()
    if _count_live(user.uuid, now=now) >= settings.personal_tokens_per_user:
        db.session.rollback()
        raise TooManyPersonalTokens
    token = new_token()
    row = {
        "id": random_hex(_ID_BYTES),
        "user_uuid": user.uuid,
        "name": name,
        "token_digest": digest(token),
        "hint": token[-HINT:],
        "scope": " ".join(each for each in allowed if each in scope),
        "created_at": now,
        "expires_at": now + lifetime,
        "last_used_at": None,
    }
    write(insert(PersonalToken), row)
    record("personal_token.made", user_uuid=user.uuid, actor_uuid=user.uuid, client=client)
    notify(user, "personal_token_made", everywhere=True, label=name)
    db.session.commit()
    return {**show_token(PersonalToken(**row)), "token": token}


def scopes_for(roles: str, *, committed: bool = True) -> list[str]:
    """The scopes that a token of a user with these roles may have, in order."""
    return [*ACCOUNT_SCOPES, *sorted(permissions_of(roles, committed=committed))]


def _checked_lifetime(days: int | None) -> timedelta:
    longest = settings.personal_token_lifetime
    if days is None:
        return min(_USUAL, longest)
    if timedelta(days=days) > longest:
        raise InvalidInput({"expires_in_days": [Reason("Use at most %(most)s days.", most=max(1, longest.days))]})
    return timedelta(days=days)


def _count_live(user_uuid: str, *, now: datetime) -> int:
    """How many tokens of this user have not ended, in the transaction that has locked the user's row."""
    theirs = (PersonalToken.user_uuid == user_uuid, PersonalToken.expires_at > now)
    found: int = db.session.connection().execute(select(func.count()).where(*theirs)).scalar_one()
    return found
