"""Examination of the imported users: whether each has a name to sign in with."""

from collections.abc import Iterator

from sqlalchemy import func, select

from gatepost import clock
from gatepost.contacts.models import Contact, has_contact
from gatepost.database import read_all
from gatepost.doctor.finding import Finding
from gatepost.imports.insert_accounts import LIKE_A_MADE_USERNAME
from gatepost.settings import Settings
from gatepost.users.external_ids import ExternalId
from gatepost.users.models import NO_PASSWORD, User, may_be_active


def examine_imports(settings: Settings) -> Iterator[Finding]:
    """The imported users who were to sign in by an address, which has to be verified since. It needs the tables."""
    if settings.activation != "code":
        return
    imported = select(ExternalId.user_uuid).where(ExternalId.user_uuid == User.uuid).exists()
    signs_in = (User.activated_at.is_not(None), User.password_hash != NO_PASSWORD, *may_be_active(clock.now()))
    knows_no_name = (
        User.username_key.like(LIKE_A_MADE_USERNAME),
        has_contact(User.uuid, Contact.key.is_not(None)),
        ~has_contact(User.uuid, Contact.verified_at.is_not(None)),
    )
    ((count,),) = read_all(select(func.count()).select_from(User).where(imported, *signs_in, *knows_no_name))
    if count:
        yield Finding(
            "Imported users",
            f"{count} of them cannot sign in by their passwords: their usernames were made at the import, and "
            "GATEPOST_ACTIVATION=code takes an address for a name only once it is verified.",
            "Ask them to sign in by a code, or to reset the password: the message verifies the address. Or set "
            "GATEPOST_ACTIVATION back to mobile.",
            grave=False,
        )
