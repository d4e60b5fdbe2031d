"""Change a mobile number or e-mail address: at once, or once the new one is verified (CHANGE_PROOF).

The old address is told of it, and can have it undone (undo_change.py).
"""

from sqlalchemy import update

from gatepost.caller import Client
from gatepost.contact_changes.plan_change import Await, Keep, Plan, Remove, Replace
from gatepost.contact_changes.undo_change import notify_old_contact
from gatepost.contacts.address import Address
from gatepost.contacts.find import primary
from gatepost.contacts.kinds import KINDS, Kind
from gatepost.contacts.models import Contact
from gatepost.contacts.pending import drop_pending, set_pending
from gatepost.contacts.store import remove_contact, set_contact
from gatepost.database import write
from gatepost.messaging.put_message import choose_locale
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import send_proof
from gatepost.one_time_codes.store import end_proof
from gatepost.settings import settings
from gatepost.users.models import User


def change_contact(user: User, plan: Plan, *, client: Client) -> None:
    """Carry the *plan* out for *user*, whose row the caller holds. Raises MobileTaken, EmailTaken."""
    match plan:
        case Keep(kind, address):
            _rewrite(user, address)
            _withdraw(user, kind)
        case Remove(kind, left):
            remove_contact(user.uuid, kind)
            _withdraw(user, kind)
            notify_old_contact(user, kind, new=left.recipient, client=client)
        case Replace(address):
            set_contact(user.uuid, address.kind, value=address.value, key=address.key, verified_at=None)
            notify_old_contact(user, address.kind, new=address.recipient, client=client)
        case Await(address, code):
            set_pending(user.uuid, address)
            if code:
                locale = choose_locale(user.locale, client.languages, default=settings.locale)
                send_proof(user, Purpose(KINDS[address.kind].change_purpose), address, locale=locale)


def _rewrite(user: User, address: Address | None) -> None:
    if address is not None and address.value != user.written(address.kind):
        this = (*primary(user.uuid, address.kind), Contact.key == address.key)
        write(update(Contact).where(*this).values(value=address.value))


def _withdraw(user: User, kind: Kind) -> None:
    if drop_pending(user.uuid, kind):
        end_proof(user.uuid, KINDS[kind].change_purpose)
