"""Register where nobody learns whose addresses are registered (REGISTRATION_ANSWER=private, ASVS 6.3.8).

Usernames are not hidden: only one can have a name, and whoever may not have it has to be told.
"""

from contextlib import suppress
from typing import Any

from sqlalchemy import delete

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.caller import Client
from gatepost.contacts.address import Address
from gatepost.crypto import digest, random_hex, random_uuid
from gatepost.database import db, write
from gatepost.errors import EmailTaken, MobileTaken, UsernameTaken
from gatepost.outbox.put import remove_entries_of
from gatepost.registration.insert_user import insert_contacts, insert_user
from gatepost.registration.pending_contacts import (
    choose_first,
    find_taken,
    first_that_is_sent,
    send_first_code,
    store_pending,
)
from gatepost.registration.register import check_registration
from gatepost.settings import settings
from gatepost.users.models import User


def register_privately(*, client: Client, **given: Any) -> None:
    """As register(), but with the same work for what is taken as for what is free. Raises InvalidInput.

    Where an address is another's, the account is added all the same, so that its username is taken from now on as it
    would be: whoever registered could else ask by that. It waits for a proof that is not sent, and nobody can give.
    Where the username is taken, an account that nobody can name is added in its place, and removed in the same
    transaction: nobody ever sees it, and the message that would go to it goes with it.
    """
    account, addresses = check_registration(**given)
    taken, waits = find_taken(account["username_key"], addresses), settings.activation == "code"
    refused = taken.username or (bool(taken.addresses) and not waits)
    silent = refused or (waits and first_that_is_sent(addresses) in taken.addresses)
    if refused:
        account["username_key"] = random_hex(16)
    addresses = [_nobodys(each) if refused or each in taken.addresses else each for each in addresses]
    first, begun = choose_first(addresses) if waits else None, clock.now()
    event: EventName = "unknown.registration_refused" if refused else "account.registered"
    with suppress(UsernameTaken, MobileTaken, EmailTaken):  # taken in this moment
        user = insert_user(event=event, client=client, **account)
        if waits:
            store_pending(user, addresses)
            send_first_code(user, first, client=client)
            remove_entries_of(user.uuid if silent else random_uuid(), since=begun)
        else:
            insert_contacts(user, addresses)
        write(delete(User).where(User.uuid == (user.uuid if refused else random_uuid())))
        db.session.commit()


def _nobodys(address: Address) -> Address:
    """An address that is none, and always the same for this one: for it, too, messages lie apart."""
    return Address(address.kind, address.value, digest(address.key)[:16])
