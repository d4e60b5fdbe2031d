"""Log in with a code or link that was sent to an address, without a password."""

from gatepost.caller import Client
from gatepost.contact_changes.assign import verify_at_sign_in
from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.contacts.address import Address
from gatepost.errors import DeniedByHook, InvalidCredentials, InvalidProof, NotOffered, Unavailable
from gatepost.login.complete import complete
from gatepost.login.outcome import Outcome
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.redeem_for_user import Code, Link, claimant_by, redeem_for_user
from gatepost.one_time_codes.request_code import request_code
from gatepost.one_time_codes.send_code import note_answered
from gatepost.settings import settings


def send_login_code(identifier: Identifier, *, client: Client) -> None:
    """Request a code, and by e-mail a link, for the user who is known by *identifier*.

    Raises NotOffered, TooManyRequests.
    """
    check_offered()
    request_code(Purpose.LOGIN, identifier, client=client)


def log_in_with_code(proof: Link | Code, *, client: Client) -> Outcome:
    """Log in the user who redeems *proof*. Raises NotOffered, InvalidProof."""
    check_offered()
    user, address = redeem_for_user(Purpose.LOGIN, proof, client=client)
    is_known = claimant_by(proof, user, client=client).is_known
    verified_now = verify_at_sign_in(user, address, client=client, is_known=is_known)
    try:
        amr = ("otp", "sms") if address.channel == "sms" else ("otp",)  # RFC 8176 has no name for e-mail
        shown = ("link" if isinstance(proof, Link) else "otp", address.channel)
        outcome = complete(user, claimant_by(proof, user, client=client), amr=amr, shown=shown)
    except InvalidCredentials:  # changed, deactivated or deleted in this moment
        raise InvalidProof from None
    except DeniedByHook:  # the code came back, and is used up
        _after_commit(address, verified_now=verified_now)
        raise
    except Unavailable:  # perhaps before the commit
        note_answered(address)
        raise
    _after_commit(address, verified_now=verified_now)
    return outcome


def _after_commit(address: Address, *, verified_now: bool) -> None:
    if verified_now:
        drop_superseded(address.kind, address.key)
    note_answered(address)


def check_offered() -> None:
    """Raises NotOffered where settings switch codes to log in off."""
    if not settings.login_by_code:
        raise NotOffered
