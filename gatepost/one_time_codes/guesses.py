"""How many guesses a code has: five an hour by the name that was sent, and five by the address where codes go.

The name is counted so that a refusal can say how long to wait: it is refused alike whether or not there is such a user.
The address is counted because several names lead to it. Its refusal looks like a wrong code, because otherwise it would
tell whose the address is.
"""

from collections.abc import Iterable
from datetime import timedelta

from gatepost.contacts.address import Address
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.throttling.count_use import Use, count_use, find_wait

MOST_GUESSES = 5
GUESS_WINDOW = timedelta(hours=1)
WITHOUT_SESSION = (Purpose.ACTIVATION, Purpose.LOGIN, Purpose.RESET, Purpose.LOST_FACTOR, Purpose.CHANGE_MOBILE)
"""The purposes of codes that are sent by a name; a change also in a session, where it is counted by itself."""


def guesses_by_name(purpose: Purpose, asked: Identifier, *, known: bool) -> str:
    """The key of the codes that are sent by this name. *known*: from a device that has guesses of its own."""
    return f"named {purpose} {asked}{_suffix(known=known)}"


def guesses_at_address(
    purpose: Purpose, address: Identifier | Address | None, asked: Identifier, *, known: bool
) -> str:
    """The key of the codes that go to this *address*; without one, as much is counted of nobody."""
    return f"try {purpose} {address or f'nobody by {asked}'}{_suffix(known=known)}"


def count_guess(guesses: str) -> Use:
    """Count one, as a transaction of its own; none may be open here."""
    return count_use(guesses, most=MOST_GUESSES, window=GUESS_WINDOW)


def wait_for_guess(guesses: str) -> timedelta:
    """How long no code is right, whatever is sent. It is not counted."""
    return find_wait(guesses, most=MOST_GUESSES, window=GUESS_WINDOW)


def guesses_of(names: Iterable[Identifier], addresses: Iterable[Address]) -> list[str]:
    """The keys of all codes that a user may guess without being signed in, by these *names* at these *addresses*."""
    named = [(purpose, each, known) for purpose in WITHOUT_SESSION for each in names for known in (False, True)]
    at = [(purpose, each, known) for purpose in WITHOUT_SESSION for each in addresses for known in (False, True)]
    keys = [guesses_by_name(purpose, each, known=known) for purpose, each, known in named]
    keys += [f"try {purpose} {each}{_suffix(known=known)}" for purpose, each, known in at]
    return keys


def _suffix(*, known: bool) -> str:
    return " by a known device" if known else ""
