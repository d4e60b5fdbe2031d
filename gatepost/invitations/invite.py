"""Invite somebody by their address, and withdraw an invitation."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import delete, insert

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.contacts.address import KINDS, Address
from gatepost.contacts.email_domains import check_domain
from gatepost.contacts.models import is_verified_by_another
from gatepost.crypto import digest, random_hex, random_token
from gatepost.database import db, write
from gatepost.errors import InvalidInput, InvitationNotFound, NotOffered, Reason
from gatepost.invitations.find import remove_invitations_to
from gatepost.invitations.models import Invitation
from gatepost.invitations.roles import given_roles
from gatepost.messaging.put_message import link, locale_of, put_message
from gatepost.one_time_codes.send_code import can_reach, may_write_to
from gatepost.sessions.authenticate import require_recent_login
from gatepost.settings import current_settings, settings
from gatepost.throttling.count_use import too_soon
from gatepost.users.roles import told_change

_NOBODY = ""  # the uuid of no user


class Guest(NamedTuple):
    """Somebody who is invited, as far as the language of their message asks."""

    locale: str | None


def invite(
    caller: Caller, address: Address, *, roles: Iterable[str] = (), locale: str | None, client: Client
) -> Invitation:
    """Invite whoever reads at *address*, with these *roles*; *caller* has ``users:invite``, and may give them.

    An earlier invitation there ends. Raises ReauthenticationRequired, NotOffered, InvalidInput, RoleNotFound,
    LacksPermission, MobileTaken, EmailTaken, TooManyRequests.
    """
    require_recent_login(caller)
    if settings.sign_up == "closed":
        raise NotOffered
    names = given_roles(caller, roles)
    _check_address(address)
    use = may_write_to(address)
    if not use:
        raise too_soon(use.wait)
    token, now = random_token(), clock.now()
    invitation = Invitation(
        id=random_hex(16),
        token_digest=digest(token),
        kind=address.kind,
        value=address.value,
        key=address.key,
        roles=" ".join(names) or None,
        invited_by=caller.uuid,
        created_at=now,
        expires_at=now + settings.invitation_lifetime,
    )
    remove_invitations_to(address)
    columns = Invitation.__table__.columns.keys()
    write(insert(Invitation).values({name: getattr(invitation, name) for name in columns}))
    _send(invitation, token, locale)
    record("invitation.sent", user_uuid=None, actor_uuid=caller.uuid, client=client, about=told_change((), names))
    db.session.commit()
    return invitation


def withdraw_invitation(caller: Caller, identifier: str, *, client: Client) -> None:
    """End an invitation before it is used. Raises ReauthenticationRequired, InvitationNotFound."""
    require_recent_login(caller)
    if write(delete(Invitation).where(Invitation.id == identifier)) != 1:
        db.session.rollback()
        raise InvitationNotFound
    record("invitation.withdrawn", user_uuid=None, actor_uuid=caller.uuid, client=client)
    db.session.commit()


def _check_address(address: Address) -> None:
    """The caller may know who has an account, so they learn that the address is taken."""
    check_domain(address)
    if not can_reach(address):
        raise InvalidInput({address.kind: [Reason("No message could be sent to it from here.")]})
    if is_verified_by_another(address, but=_NOBODY):
        raise KINDS[address.kind].taken


def _send(invitation: Invitation, token: str, locale: str | None) -> None:
    put_message(
        "invitation",
        channel=invitation.address.channel,
        to=invitation.address.recipient,
        locale=locale_of(Guest(locale)),
        values={
            "link": link(current_settings(), "invitation", token),
            "days": max(1, settings.invitation_lifetime.days),
        },
        user_uuid=None,
        lifetime=settings.invitation_lifetime,
    )
