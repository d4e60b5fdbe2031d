"""The parts of an export: which columns of which table. A test compares them with the tables, so none is forgotten.

Everything that an export leaves out is a secret or made of one, or a normal form of what it has, or another person's.
"""

from typing import Any, NamedTuple

from gatepost.contacts.models import Contact, ContactUndo, PendingContact
from gatepost.factors.models import LostFactor, TotpFactor
from gatepost.invitations.models import Invitation
from gatepost.login.models import PendingLogIn
from gatepost.one_time_codes.models import OneTimeProof
from gatepost.outbox.models import Outbox
from gatepost.passkeys.models import Passkey, PasskeyUser
from gatepost.passwords.models import FormerPassword
from gatepost.providers.models import ProviderCode, ProviderLink
from gatepost.sessions.models import Session
from gatepost.throttling.models import ThrottleCount
from gatepost.undos.models import WayInUndo
from gatepost.users.external_ids import ExternalId
from gatepost.users.known_devices import KnownDevice
from gatepost.users.models import User
from gatepost.users.personal_tokens import PersonalToken


class Part(NamedTuple):
    """Rows of a *table* whose column *of* has the user's uuid, without the columns *left_out*; ordered by *order*."""

    table: Any
    of: Any
    order: Any
    left_out: frozenset[str] = frozenset()

    @property
    def columns(self) -> list[Any]:
        """The columns that are exported."""
        left_out = {*self.left_out, self.of.key}
        return [column for column in self.table.__table__.columns if column.key not in left_out]


def _part(table: Any, order: Any, *left_out: str, of: Any = None) -> Part:
    return Part(table, table.user_uuid if of is None else of, order, frozenset(left_out))


ACCOUNT = Part(User, User.uuid, User.uuid, frozenset({"password_hash", "credentials_version", "devices_version"}))

PARTS: dict[str, Part] = {
    "contacts": _part(Contact, Contact.place),
    "pending_contacts": _part(PendingContact, PendingContact.requested_at),
    "former_contacts": _part(ContactUndo, ContactUndo.created_at, "token_digest"),
    "sessions": _part(
        Session,
        Session.created_at,
        "refresh_digest",
        "previous_digest",
        "sealed_successor",
        "ancestors",
        "cookie_digest",
        "actor_uuid",
        "actor_session",
    ),
    "personal_tokens": _part(PersonalToken, PersonalToken.created_at, "token_digest"),
    "codes_sent": _part(OneTimeProof, OneTimeProof.link_expires_at, "address_digest", "code_digest", "link_digest"),
    "log_ins_under_way": _part(
        PendingLogIn,
        PendingLogIn.expires_at,
        "token_digest",
        "credentials_version",
        "device_digest",
        "attempts_key",
        "new_password_hash",
    ),
    "factors": _part(TotpFactor, TotpFactor.created_at, "sealed_secret", "last_step"),
    "lost_factor": _part(LostFactor, LostFactor.created_at, "credentials_version", "stop_digest", "reminder_digest"),
    "passkeys": _part(Passkey, Passkey.created_at, "credential_digest"),
    "passkey_handle": _part(PasskeyUser, PasskeyUser.handle),
    "providers": _part(ProviderLink, ProviderLink.created_at),
    "provider_log_ins_under_way": _part(
        ProviderCode, ProviderCode.expires_at, "digest", "credentials_version", "challenge"
    ),
    "known_devices": _part(KnownDevice, KnownDevice.last_seen_at, "digest"),
    "external_ids": _part(ExternalId, ExternalId.imported_at, "identifiers_digest"),
    "former_passwords": _part(FormerPassword, FormerPassword.replaced_at, "version", "password_hash"),
    "changes_to_undo": _part(WayInUndo, WayInUndo.created_at, "token_digest", "sealed"),
    "wrong_attempts": _part(ThrottleCount, ThrottleCount.last_at, "key"),
    "messages": _part(Outbox, Outbox.created_at, "sealed", "due_at"),
    "invitations_sent": _part(
        Invitation, Invitation.created_at, "token_digest", "value", "key", of=Invitation.invited_by
    ),
}
