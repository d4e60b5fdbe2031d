"""Whether somebody may register by a provider: the one place where a registration by provider asks."""

from gatepost.contacts.address import Address
from gatepost.contacts.email_domains import check_domain
from gatepost.registration.register_invited import check_sign_up


def check_may_register(address: Address) -> None:
    """Refuse where nobody registers, or nobody without an invitation, and where the settings refuse the address.

    Raises SignUpClosed, InvitationRequired, InvalidInput.
    """
    check_sign_up(invited=False)
    check_domain(address)
