"""Begin the reset of a password: the user gets a code, and by e-mail a link. The support sees neither."""

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.contacts.address import Address
from gatepost.database import db
from gatepost.errors import AccountNotActive, NoVerifiedAddress, Reason
from gatepost.messaging.message import Channel
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import can_reach, may_send_to, send_proof
from gatepost.throttling.count_use import too_soon
from gatepost.users.lock_helped import lock_helped
from gatepost.users.models import User

_NO_ADDRESS = Reason("This user has no such address at which they may get back in and that gets messages.")


def begin_reset(
    uuid: str,
    *,
    reason: str,
    channel: Channel | None = None,
    caller: Caller | None = None,
    client: Client | None = None,
) -> Channel:
    """Send a code as POST /user/forgot-password does, to an address at which the user may get back in.

    Those are the verified ones, or all of an account that has none. The address is counted before the transaction that
    sends, and looked for again in it. Gives the channel. Without a *caller* as an operator.
    Raises UserNotFound, Forbidden, AccountNotActive, NoVerifiedAddress, TooManyRequests.
    """
    address = _find_address(lock_helped(uuid, caller=caller), channel)
    db.session.rollback()
    use = may_send_to(address)
    if not use:
        raise too_soon(use.wait)
    user = lock_helped(uuid, caller=caller)
    if _find_address(user, address.channel) != address:
        db.session.rollback()
        raise NoVerifiedAddress(_NO_ADDRESS)
    send_proof(user, Purpose.RESET, address)
    actor = None if caller is None else caller.uuid
    record("password.reset_begun", user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()
    return address.channel


def _find_address(user: User, channel: Channel | None) -> Address:
    """The best address of this *channel*. Raises AccountNotActive, NoVerifiedAddress, after a rollback."""
    if not (user.is_active or user.awaits_password):
        db.session.rollback()
        raise AccountNotActive
    for address in user.addresses:
        if channel in (None, address.channel) and can_reach(address):
            return address
    db.session.rollback()
    raise NoVerifiedAddress(_NO_ADDRESS)
