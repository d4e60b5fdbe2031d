"""Redeem a code or a link. A code is counted before it is looked at; both are spent once."""

from datetime import timedelta

from gatepost.contacts.address import Address
from gatepost.database import db
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.store import Spent, spend_code, spend_link
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.throttling.count_attempt import Attempt, count_attempt
from gatepost.throttling.count_use import clear_uses, count_use
from gatepost.throttling.record_failure import record_failure

MOST_GUESSES = 5
GUESS_WINDOW = timedelta(hours=1)


def redeem_code(
    purpose: Purpose, address: Identifier | Address | None, code: str, *, asked: Identifier, claimant: Claimant
) -> Spent:
    """Spend the proof that was sent to *address* with this *code*.

    *asked* is the identifier in the request. Without an *address*, because no user is known by it, the same is done, so
    that the answer is the same. A purpose and an address have five guesses an hour; a new code gives no new ones (NIST
    SP 800-63B-4 section 3.1.3.2). On a device of their own the *claimant* has five apart from strangers.

    A failure makes passwords wait, but no code waits. It is counted there first, whether or not one of the five guesses
    is left. Otherwise the guesses, which belong to the address, would tell whose it is. An account to activate has no
    password to guess yet. Raises InvalidProof alike for a code that is wrong, expired, spent or of something else.
    """
    if purpose is not Purpose.ACTIVATION:
        count_attempt(claimant, of_code=True)
    guess = _guess(purpose, address or asked, claimant)
    if not count_use(guess, most=MOST_GUESSES, window=GUESS_WINDOW):
        raise InvalidProof
    spent = spend_code(purpose=purpose, address=str(address or asked), code=code)
    if spent is None:
        db.session.rollback()
        record_failure(claimant, Attempt(), "proof.refused")
        raise InvalidProof
    clear_uses(guess)
    return spent


def clear_guesses(purpose: Purpose, address: Address, claimant: Claimant) -> None:
    """Clear the guesses after the right code, though it was not spent."""
    clear_uses(_guess(purpose, address, claimant))
    clear_attempts(claimant, by_password=False)


def redeem_link(purpose: Purpose, token: str) -> Spent:
    """Spend the proof whose link has this *token*. Raises InvalidProof."""
    spent = spend_link(purpose=purpose, token=token)
    if spent is None:
        db.session.rollback()
        raise InvalidProof
    return spent


def _guess(purpose: Purpose, address: Identifier | Address, claimant: Claimant) -> str:
    return f"try {purpose} {address}" + (" by a known device" if claimant.is_known else "")
