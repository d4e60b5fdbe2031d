"""Ask the blocking hook before an account is made."""

from typing import Any

from gatepost.caller import Client
from gatepost.hooks.decide import decide


def ask_hook(account: dict[str, Any], client: Client) -> None:
    """Whether this *account* may be registered: its username, addresses and locale, as they were given.

    It is asked after all checks of the input, and before anybody looks whether the names are taken: so a refusal tells
    nothing of other accounts. Raises DeniedByHook, Unavailable.
    """
    decide("registration", {"account": account}, client=client)
