"""Ask an old system for a password, once: after its yes the user has an account and a password here.

It is asked about names that are unknown here, and about imported users who never had a password here and never logged
in. Where GATEPOST_LEGACY_LOGIN_URL is not set, nobody is asked.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from sqlalchemy import select

from gatepost.database import read_all
from gatepost.errors import InvalidCredentials, Unavailable
from gatepost.hooks.ask import HookFailed, ask
from gatepost.passwords.hashing import hash_password, verify_password
from gatepost.settings import settings
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import withdraw_attempt
from gatepost.throttling.count_attempt import Attempt, count_attempt
from gatepost.throttling.record_failure import record_failure
from gatepost.users.external_ids import MADE, ExternalId, external_id_text
from gatepost.users.models import User, find_user

MakeAccount = Callable[[Any, str], str | None]
"""Makes the account that an old system describes, with this hash. Returns its uuid, or None if it is refused."""
_makers: list[MakeAccount] = []

log = structlog.get_logger("gatepost")


def made_by(make: MakeAccount) -> None:
    """Let *make* make the accounts. A room above this one knows how."""
    _makers[:] = [make]


def is_asked_about(user: User | None) -> bool:
    """Whether the old system may know the password of this user, or of a name that is nobody's.

    It knows no user who was not imported: somebody else may have the same name there.
    """
    if settings.legacy_login_url is None:
        return False
    if user is None:
        return True
    return not (user.has_password or user.awaits_password or user.last_login_at is not None) and _is_imported(user)


def prove_by_old_system(claimant: Claimant, password: str) -> tuple[Claimant, User]:
    """The *claimant* whose password the old system has said yes to, and their user. The attempt is counted before.

    Raises InvalidCredentials, TooManyFailures; Unavailable while the old system is, or while too many wait for a hash.
    """
    attempt: Attempt = count_attempt(claimant)
    try:
        verify_password(password, None)  # takes as long as that of a known user
        answer = {} if attempt.disabled else _ask(claimant, password)
        user = _user_of(claimant, answer, password) if answer.get("ok") is True else None
    except (HookFailed, Unavailable):
        withdraw_attempt(claimant, attempt)
        raise Unavailable from None
    if user is None:
        record_failure(claimant, attempt, "login.failed")
        raise InvalidCredentials
    return replace(claimant, user=user, counted_as=claimant.device_key), user


def _is_imported(user: User) -> bool:
    return bool(read_all(select(ExternalId.source).where(ExternalId.user_uuid == user.uuid).limit(1)))


def _is_same(user: User, told: Any) -> bool:
    """Whether the old system means this imported *user*: meanwhile somebody else may have their name there.

    It tells an id under which the user was imported. A user who was imported without an id is known by name alone.
    """
    ids = [known for (known,) in read_all(select(ExternalId.external_id).where(ExternalId.user_uuid == user.uuid))]
    given = external_id_text(told.get("external_id")) if isinstance(told, dict) else None
    if given in ids or all(known.startswith(MADE) for known in ids):
        return True
    log.error("legacy_login.another_user", user=user.uuid, advice="it answered another external_id than was imported")
    return False


def _ask(claimant: Claimant, password: str) -> dict[str, Any]:
    """The answer of the old system. Raises HookFailed."""
    kind, _, _ = claimant.named.partition(":")
    content = {"kind": kind, "identifier": claimant.typed, "password": password}
    url, secret = str(settings.legacy_login_url), settings.legacy_login_secret
    return ask("legacy_login", url, secret, content, timeout=settings.legacy_login_timeout)


def _user_of(claimant: Claimant, answer: dict[str, Any], password: str) -> User | None:
    """The user whose password it was, who has an account now. None if no account can be made, which the log tells."""
    if claimant.user is not None:
        return claimant.user if _is_same(claimant.user, answer.get("user")) else None
    uuid = _makers[0](answer.get("user"), hash_password(password))
    user = None if uuid is None else find_user(uuid)
    if user is None or not verify_password(password, user.password_hash):  # another log-in has made it just now
        log.error("legacy_login.no_account", advice="the old system said yes; see the reasons above, if there are any")
        return None
    return user
