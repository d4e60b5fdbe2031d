"""Log in by a code or link that was sent to an address, without a password."""

from gatepost.addresses.first_proof import settle_address
from gatepost.caller import Client
from gatepost.errors import InvalidCredentials, InvalidProof, NotOffered
from gatepost.login.complete import LoggedIn, complete
from gatepost.proofs.ask import ask_for_proof
from gatepost.proofs.identifier import Identifier
from gatepost.proofs.prover import Code, Link, claimant_by, take_proof
from gatepost.proofs.purposes import Purpose
from gatepost.settings import settings


def send_login_code(identifier: Identifier, *, client: Client) -> None:
    """Have a code, and by e-mail a link, sent to whoever is known by *identifier*.

    Raises NotOffered, TooManyRequests.
    """
    check_offered()
    ask_for_proof(Purpose.LOGIN, identifier, client=client)


def log_in_with_code(proof: Link | Code, *, client: Client) -> LoggedIn:
    """Raises NotOffered, InvalidProof."""
    check_offered()
    user, address = take_proof(Purpose.LOGIN, proof, client=client)
    settle_address(user, address, client=client)
    try:
        amr = ("link" if isinstance(proof, Link) else "otp", address.channel)
        return complete(user, claimant_by(proof, user, client=client), amr=amr)
    except InvalidCredentials:  # changed, closed or deleted in this moment
        raise InvalidProof from None


def check_offered() -> None:
    if not settings.login_by_code:
        raise NotOffered
