"""Offer a new password after an undo that has taken the last way in, such as an added passkey."""

from gatepost.contacts.address import Address
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import can_reach, may_send_to, send_proof
from gatepost.users.models import User, find_user
from gatepost.users.ways_in import has_own_way_in


def may_offer_password(user_uuid: str) -> Address | None:
    """The proven address of a user without a password to whom a message may go now, which is counted.

    It comes before the transaction. None if no password has to be offered.
    """
    user = find_user(user_uuid)
    if user is None or not user.is_active or user.has_password:
        return None
    proven = next((each for each in user.addresses if user.has_verified(each) and can_reach(each)), None)
    return proven if proven is not None and may_send_to(proven) else None


def offer_password(user: User, address: Address | None) -> None:
    """Send a link to a new password to this *address*, if nothing else lets *user* in any more.

    The caller has locked the row, and commits. If no message may be sent now, the user asks for one later
    (POST /user/forgot-password).
    """
    if address is not None and user.has_verified(address) and not has_own_way_in(user):
        send_proof(user, Purpose.RESET, address)
