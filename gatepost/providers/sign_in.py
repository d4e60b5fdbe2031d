"""Find the account of somebody who comes from a provider: a linked one, one with the same address, a new one."""

from gatepost.caller import Client
from gatepost.contacts.address import Address, parse_address
from gatepost.contacts.normal_forms import same_mailbox
from gatepost.database import db
from gatepost.errors import (
    AccountNotActive,
    AlreadyLinked,
    EmailTaken,
    InvalidInput,
    Refusal,
    UnprovenEmail,
    UsernameTaken,
)
from gatepost.providers.identity import Identity
from gatepost.providers.links import add_link, find_linked
from gatepost.providers.may_register import check_may_register
from gatepost.providers.register import register
from gatepost.registration.ask_hook import ask_hook
from gatepost.users.models import User, find_by_identifier, find_for_update

_TRIES = 3


def sign_in(identity: Identity, *, client: Client) -> User:
    """The user of this *identity*. It links or registers in the present transaction; the caller commits.

    After another request was first, it is looked up again. Raises UnprovenEmail, EmailTaken, AccountNotActive, and the
    refusals of the sign-up policy.
    """
    lost: Refusal = AlreadyLinked()
    for _ in range(_TRIES):
        user = find_linked(identity)
        if user is not None:
            return user
        address = _proven_address(identity)
        holder = find_by_identifier("email", *address.keys)
        if holder is None:
            check_may_register(address)  # before anybody is asked
            ask_hook({"username": identity.name, "email": address.value, "provider": identity.provider}, client)
        try:
            return (
                _register(identity, address, client=client)
                if holder is None
                else _link(holder, identity, address, client=client)
            )
        except (AlreadyLinked, UsernameTaken, _Lost) as refusal:
            lost = refusal
    raise lost


class _Lost(EmailTaken):
    """Another request was first."""


def _proven_address(identity: Identity) -> Address:
    """The e-mail address that the provider says is theirs. Raises UnprovenEmail."""
    try:
        return parse_address("email", identity.proven_email or "")
    except InvalidInput:
        raise UnprovenEmail from None


def _register(identity: Identity, address: Address, *, client: Client) -> User:
    """Register them. Nobody had the address just now. So its holder may be the same person, who came twice at once.

    Raises UsernameTaken, AlreadyLinked, _Lost.
    """
    try:
        return register(identity, address, client=client)
    except EmailTaken:
        raise _Lost from None


def _link(holder: User, identity: Identity, address: Address, *, client: Client) -> User:
    """Link the account that has the same address, if it is proven here, too, and the provider still answers for it.

    The very same mailbox: two addresses with one normal form may have two owners. Raises EmailTaken, AccountNotActive.
    """
    user = find_for_update(holder.uuid)
    mailbox = None if user is None else next((each for each in user.contacts if each.counts_as(address)), None)
    if user is None or mailbox is None:
        db.session.rollback()
        raise _Lost
    if not identity.hosted or mailbox.verified_at is None or not same_mailbox(mailbox.value, address.value):
        db.session.rollback()
        raise EmailTaken
    if not user.is_active:
        db.session.rollback()
        raise AccountNotActive
    add_link(user, identity, client=client)
    return user
