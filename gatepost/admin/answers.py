"""How users are shown to the support."""

from datetime import UTC, datetime
from typing import Literal

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.sessions.answers import Moment

Status = Literal["active", "not_activated", "deactivated", "suspended"]
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
"""The end of a suspension that has none."""


class FoundUser(TypedDict):
    """A user in a list. *suspended_until* is null for who is not suspended, and for who is for ever."""

    uuid: str
    username: str
    status: Status
    suspended_until: Moment | None
    roles: list[str]
    mobile: str | None
    email: str | None
    created_at: Moment
    last_login_at: Moment | None


class FoundUsersAnswer(TypedDict):
    """A page of users; the next page is in the header ``Link``."""

    data: list[FoundUser]
    message: str
    status: int


class SeenContact(TypedDict):
    """A contact; one that does not count is only shown."""

    kind: str
    value: str
    counts: bool
    verified_at: Moment | None


class SeenPending(TypedDict):
    """An address that counts once it is proven."""

    kind: str
    value: str
    requested_at: Moment


class SeenFactor(TypedDict):
    """A second factor, or a passkey."""

    id: str
    kind: str
    name: str | None
    created_at: Moment
    last_used_at: Moment | None


class SeenProvider(TypedDict):
    """An account elsewhere by which the user logs in."""

    provider: str
    created_at: Moment
    last_used_at: Moment | None


class SeenPassword(TypedDict):
    """The password. *disabled_since*: after a hundred wrong ones in a row none is right."""

    is_set: bool
    changed_at: Moment
    expired_at: Moment | None
    disabled_since: Moment | None


class SeenWait(TypedDict):
    """A wait that holds now, after wrong attempts of this kind."""

    of: Literal["password", "code", "factor"]
    until: Moment


class SeenUser(FoundUser):
    """All that the support sees of a user, besides sessions, events and messages."""

    gender: str | None
    locale: str | None
    activated_at: Moment | None
    deactivated_at: Moment | None
    contacts: list[SeenContact]
    pending: list[SeenPending]
    factors: list[SeenFactor]
    recovery_codes: int
    passkeys: list[SeenFactor]
    providers: list[SeenProvider]
    password: SeenPassword
    waits: list[SeenWait]


class SeenUserAnswer(TypedDict):
    """One user."""

    data: SeenUser
    message: str
    status: int


class SeenMessage(TypedDict):
    """A message to a user: neither its words nor the whole address. *error*: why it was not sent so far, or at all."""

    name: str
    channel: str
    to: str | None
    state: Literal["sent", "waiting", "given_up"]
    created_at: Moment
    sent_at: Moment | None
    error: str | None


class SeenMessagesAnswer(TypedDict):
    """A page of messages, the newest first; the next page is in the header ``Link``."""

    data: list[SeenMessage]
    message: str
    status: int


def rfc3339(moment: datetime) -> str:
    """Such as ``2026-11-22T10:15:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def maybe_rfc3339(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)


def status_of(
    *, activated_at: datetime | None, deactivated_at: datetime | None, suspended_until: datetime | None, now: datetime
) -> tuple[Status, str | None]:
    """The status of a user at the moment *now*, and when their suspension is over by itself."""
    if deactivated_at is not None:
        return "deactivated", None
    if suspended_until is not None and now < suspended_until:
        return "suspended", None if suspended_until >= FOREVER else rfc3339(suspended_until)
    return ("active" if activated_at is not None else "not_activated"), None
