"""Ask for a way to choose a new password."""

from gatepost.caller import Client
from gatepost.proofs.ask import ask_for_proof
from gatepost.proofs.identifier import Identifier
from gatepost.proofs.purposes import Purpose


def forgot_password(identifier: Identifier, *, client: Client) -> None:
    """Have a code, and by e-mail a link, sent to whoever is known by *identifier*, if they may get back in.

    Raises TooManyRequests.
    """
    ask_for_proof(Purpose.RESET, identifier, client=client)
