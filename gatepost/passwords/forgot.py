"""Ask for a way to choose a new password."""

from gatepost.caller import Client
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.request_code import request_code


def forgot_password(identifier: Identifier, *, client: Client) -> None:
    """Have a code, and by e-mail a link, sent to whoever is known by *identifier*, if they may get back in.

    Raises TooManyRequests.
    """
    request_code(Purpose.RESET, identifier, client=client)
