"""Register by an invitation (invitations/). Its link came to the address, so that is verified with it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.assign import assign_contact
from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.database import db
from gatepost.errors import InvalidProof, InvitationRequired, SignUpClosed
from gatepost.invitations.find import claim_invitation, find_invitation, remove_invitations_to
from gatepost.invitations.roles import give_roles
from gatepost.messaging.put_message import locale_to_remember
from gatepost.passwords.hashing import hash_password
from gatepost.registration.ask_hook import ask_hook
from gatepost.registration.insert_user import insert_user, store_pending
from gatepost.registration.register import check_registration, fields_to_store
from gatepost.settings import settings
from gatepost.text import trimmed
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User, get_user


def check_sign_up(*, invited: bool) -> None:
    """Refuse a registration where SIGN_UP takes none. It looks at nothing else, so it tells nothing of any account.

    Raises SignUpClosed, InvitationRequired.
    """
    if settings.sign_up == "closed":
        raise SignUpClosed
    if settings.sign_up == "invited" and not invited:
        raise InvitationRequired


def register_invited(
    *,
    token: str,
    username: str,
    locale: str | None,
    password: str,
    fields: Mapping[str, Any] = MappingProxyType({}),
    client: Client,
) -> User:
    """Add an active account for the invited address. A refused registration does not use the invitation up.

    The address is that of the invitation and no other. Otherwise one invitation would allow to ask of any number of
    addresses whether they are taken. Raises InvalidInput, InvalidProof, UsernameTaken, MobileTaken, EmailTaken.
    """
    invitation = find_invitation(token)
    address = invitation.address
    names = {"username": username, address.kind: address.value, "locale": locale}
    check_registration({**names, "password": password, "fields": fields})
    ask_hook({"username": trimmed(username), address.kind: address.value, "locale": locale, "invited": True}, client)
    user = insert_user(
        event="account.registered",
        client=client,
        username=trimmed(username),
        username_key=username_key(username),
        locale=locale_to_remember(None if locale is None else locale_tag(locale), client.languages),
        password_hash=hash_password(password),
        activated_at=clock.now(),
        **fields_to_store(fields),
    )
    if not claim_invitation(invitation):
        db.session.rollback()
        raise InvalidProof
    remove_invitations_to(address)
    store_pending(user, [address])
    assign_contact(user.uuid, address.kind, key=address.key)
    record("invitation.used", user_uuid=user.uuid, client=client)
    give_roles(user, invitation)
    db.session.commit()
    drop_superseded(address.kind, address.key)
    return get_user(user.uuid)
