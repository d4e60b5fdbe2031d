"""Register again before the activation, with the same username and password: it goes on with new contacts.

Otherwise a mistyped number would hold the username until the registration lapses. The password decides whose it is, so
it is counted and throttled as at a log-in. Only a registration that nobody has ever activated, logged in to or verified
a contact of can go on in this way.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contacts.address import Address
from gatepost.contacts.models import Contact, PendingContact
from gatepost.contacts.store import find_pending
from gatepost.database import db, write
from gatepost.errors import TooManyFailures, UsernameTaken
from gatepost.fields.check import changed, stored_values
from gatepost.one_time_codes.store import end_proofs
from gatepost.outbox.put import remove_entries_of
from gatepost.passwords.check import check_password
from gatepost.registration.insert_user import choose_first, send_first_code, store_pending
from gatepost.settings import settings
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.throttling.count_use import count_use, too_soon
from gatepost.users.models import User, find_by_identifier, find_for_update

_HOUR = timedelta(hours=1)


def find_own_registration(username_key: str, password: str, *, client: Client) -> User | None:
    """The registration with this username that waits for its activation, if this is its password. One hash is made.

    None otherwise; then the username is taken, or free. After too many wrong passwords it is None, too.
    """
    user = find_by_identifier("username", username_key)
    if user is None or not _waits(user):
        return None
    claimant = Claimant(user, client, named=f"username:{username_key}")
    try:
        if not check_password(password, claimant, otherwise="registration.refused"):
            return None
    except TooManyFailures:
        return None
    clear_attempts(claimant, by_password=True)
    db.session.commit()  # the password was right, even if the rest is refused
    return user


def continue_registration(
    seen: User, account: dict[str, Any], addresses: Sequence[Address], *, client: Client, silent: bool = False
) -> User:
    """Replace the contacts of this registration, and send a code to the first one; the codes before it end.

    With *silent* no message goes out, because another user has the address. Of two requests at once the later one wins.
    Raises UsernameTaken if the account has changed since it was *seen*, TooManyRequests.
    """
    use = count_use(f"changes of {seen.uuid}", most=settings.messages_per_hour, window=_HOUR)
    if not use:
        raise too_soon(use.wait)
    first, begun = choose_first(addresses), clock.now()
    user = find_for_update(seen.uuid)
    if user is None or not _waits(user) or user.credentials_version != seen.credentials_version:
        db.session.rollback()
        raise UsernameTaken
    values = {name: account[name] for name in ("username", "locale") if account.get(name) is not None}
    if account.get("fields") is not None:  # those that are not given stay: staff may have written some
        values["fields"] = changed(user.fields, stored_values(account["fields"]))
    write(update(User).where(User.uuid == user.uuid).values(values))
    user.username, user.locale = values["username"], values.get("locale", user.locale)
    user.fields = values.get("fields", user.fields)
    if first is not None or not _same(user, addresses):  # the code that was sent just now still counts for the same
        end_proofs(user.uuid)
        remove_entries_of(user.uuid, since=user.created_at)
    write(delete(PendingContact).where(PendingContact.user_uuid == user.uuid))
    write(delete(Contact).where(Contact.user_uuid == user.uuid))
    store_pending(user, addresses)
    send_first_code(user, first)
    if silent:
        remove_entries_of(user.uuid, since=begun)
    record("account.registered_again", user_uuid=user.uuid, client=client)
    db.session.commit()
    return user


def _waits(user: User) -> bool:
    never_used = user.activated_at is None and user.deactivated_at is None and user.last_login_at is None
    return never_used and not user.is_admin and all(contact.key is None for contact in user.contacts)


def _same(user: User, addresses: Sequence[Address]) -> bool:
    """Whether these are the contacts for which the registration waits already."""
    return all(
        (pending := find_pending(user.uuid, each.kind)) is not None and str(pending) == str(each) for each in addresses
    )
