"""Redeem a code or a link. A code is counted before it is looked at; both are spent once."""

from gatepost.contacts.address import Address
from gatepost.database import db
from gatepost.errors import InvalidProof, TooManyFailures
from gatepost.one_time_codes.guesses import count_guess, guesses_at_address, guesses_by_name, wait_for_guess
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.store import Spent, spend_code, spend_link
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.throttling.count_attempt import Attempt, count_attempt
from gatepost.throttling.count_use import clear_uses, too_soon
from gatepost.throttling.record_failure import record_failure


def redeem_code(
    purpose: Purpose, address: Identifier | Address | None, code: str, *, asked: Identifier, claimant: Claimant
) -> Spent:
    """Spend the proof that was sent to *address* with this *code*.

    *asked* is the identifier in the request. Without an *address*, because no user is known by it, the same is done, so
    that the answer is the same. A purpose and an address have five guesses an hour, and so has a purpose and what was
    asked (guesses.py); a new code gives no new ones (NIST SP 800-63B-4 section 3.1.3.2). On a device of their own the
    *claimant* has five apart from strangers.

    A failure makes passwords wait, but no code waits. It is counted there first, whether or not one of the five guesses
    is left. Otherwise the guesses, which belong to the address, would tell whose it is. An account to activate has no
    password to guess yet. Raises InvalidProof alike for a code that is wrong, expired, spent or of something else;
    TooManyFailures, with the time to wait, after five by what was asked.
    """
    if purpose is not Purpose.ACTIVATION:
        count_attempt(claimant, of_code=True)
    by_name, at_address = _guesses(purpose, address, asked, claimant)
    use = count_guess(by_name)
    if not use:
        raise too_soon(use.wait, TooManyFailures)
    if not count_guess(at_address):
        raise InvalidProof
    spent = spend_code(purpose=purpose, address=str(address or asked), code=code)
    if spent is None:
        db.session.rollback()
        record_failure(claimant, Attempt(), "proof.locked" if wait_for_guess(at_address) else "proof.refused")
        raise InvalidProof
    _clear(by_name, at_address)
    return spent


def clear_guesses(purpose: Purpose, address: Address, claimant: Claimant, *, asked: Identifier) -> None:
    """Clear the guesses after the right code, though it was not spent."""
    _clear(*_guesses(purpose, address, asked, claimant))
    clear_attempts(claimant, by_password=False)


def redeem_link(purpose: Purpose, token: str) -> Spent:
    """Spend the proof whose link has this *token*. Raises InvalidProof."""
    spent = spend_link(purpose=purpose, token=token)
    if spent is None:
        db.session.rollback()
        raise InvalidProof
    return spent


def _guesses(
    purpose: Purpose, address: Identifier | Address | None, asked: Identifier, claimant: Claimant
) -> tuple[str, str]:
    known = claimant.is_known
    return guesses_by_name(purpose, asked, known=known), guesses_at_address(purpose, address, asked, known=known)


def _clear(by_name: str, at_address: str) -> None:
    clear_uses(by_name)
    clear_uses(at_address)
