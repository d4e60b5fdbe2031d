"""Register where nobody learns who is registered (REGISTRATION_ANSWER=private, ASVS 6.3.8)."""

from contextlib import suppress
from typing import Any

from sqlalchemy import delete

from gatepost.audit.events import EventName
from gatepost.caller import Client
from gatepost.crypto import digest, random_hex, random_uuid
from gatepost.database import write
from gatepost.errors import EmailTaken, MobileTaken, UsernameTaken
from gatepost.registration.add import add_user
from gatepost.registration.register import check_registration, counting
from gatepost.registration.wait import Written, find_taken, let_wait
from gatepost.settings import settings
from gatepost.users.models import User


def register_privately(*, client: Client, **given: Any) -> None:
    """As register(), but with the same work for what is taken as for what is free. Raises InvalidInput.

    Where something is taken, an account that nobody can name is added in its place, and removed in the same
    transaction: nobody ever sees it, and the message that would go to it goes with it.
    """
    account, addresses = check_registration(**given)
    taken = find_taken(account["username_key"], addresses) is not None
    if taken:
        account["username_key"] = random_hex(16)
        addresses = [_nobodys(address) for address in addresses]
    waits = settings.activation == "code"
    wait = let_wait(addresses, client=client) if waits else None

    def then(user: User) -> None:
        if wait is not None:
            wait(user)
        unwanted = user.uuid if taken else random_uuid()
        write(delete(User).where(User.uuid == unwanted))

    event: EventName = "unknown.registration_refused" if taken else "account.registered"
    with suppress(UsernameTaken, MobileTaken, EmailTaken):  # taken in this moment
        add_user(event=event, client=client, then=then, **account, **({} if waits else counting(addresses)))


def _nobodys(address: Written) -> Written:
    """An address that is none, and always the same for this one: for it, too, messages lie apart."""
    return Written(address.kind, address.value, digest(address.key)[:16])
