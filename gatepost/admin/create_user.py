"""Create an account for a person, who sets its password: nobody of the support knows one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.contacts.address import KINDS, WRITTEN_TO_FIRST, Address, Kind, parse_address
from gatepost.contacts.email_domains import check_domain
from gatepost.database import db
from gatepost.errors import UsernameTaken
from gatepost.fields.check import check_fields
from gatepost.input_errors import InputErrors
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import may_send_to, send_proof
from gatepost.registration.insert_user import first_deliverable, insert_contacts, insert_user
from gatepost.registration.register import check_registration
from gatepost.text import trimmed
from gatepost.throttling.count_use import too_soon
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import NO_PASSWORD, User, find_by_identifier


def create_user(
    *,
    username: str,
    addresses: dict[Kind, str | None],
    locale: str | None = None,
    fields: Mapping[str, Any] = MappingProxyType({}),
    reason: str,
    caller: Caller | None = None,
    client: Client | None = None,
) -> User:
    """Add an account that is not active, and send a code, and by e-mail a link, with which its user sets a password.

    That activates it, and verifies the address (passwords/reset_password.py). The addresses count from the beginning,
    as those of an administrator do, until somebody else verifies them. The message goes to the e-mail address,
    otherwise to the mobile number. *fields*: values of declared fields that an administrator writes; none is required
    here. Without a *caller* as an operator. Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken,
    TooManyRequests.
    """
    errors, stored = InputErrors(), None
    with errors.collect():
        check_registration(
            {"username": username, "mobile": addresses.get("mobile"), "email": addresses.get("email"), "locale": locale}
        )
    with errors.collect():
        stored = check_fields(fields, by="administrator", required=False)
    errors.refuse()
    parsed = [parse_address(kind, value) for kind in WRITTEN_TO_FIRST if (value := addresses.get(kind)) is not None]
    for address in parsed:
        check_domain(address)
    first = _choose(username, parsed)
    user = insert_user(
        event=None,
        username=trimmed(username),
        username_key=username_key(username),
        locale=None if locale is None else locale_tag(locale),
        password_hash=NO_PASSWORD,
        fields=stored,
    )
    insert_contacts(user, parsed)
    send_proof(user, Purpose.RESET, first, message="account_created")
    actor = None if caller is None else caller.uuid
    record("account.created", user_uuid=user.uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()
    return user


def _choose(username: str, addresses: list[Address]) -> Address:
    """The address of the message, which is counted. Raises what :func:`create_user` raises."""
    if find_by_identifier("username", username_key(username)) is not None:  # before a message is counted
        raise UsernameTaken
    for address in addresses:
        if find_by_identifier(address.kind, *address.keys) is not None:  # also one that nobody has verified
            raise KINDS[address.kind].taken
    first = first_deliverable(addresses)
    use = may_send_to(first)
    if not use:
        raise too_soon(use.wait)
    return first
