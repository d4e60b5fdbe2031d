"""Take back a code or a link: counted before it is looked at, and spent once."""

from datetime import timedelta

from gatepost.database import db
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.store import Spent, spend_code, spend_link
from gatepost.throttling.allowance import give_back, take
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import clear_attempts
from gatepost.throttling.count_attempt import Attempt, count_attempt
from gatepost.throttling.record_failure import note_failure

MOST_TRIES = 5
TRIES_LAPSE = timedelta(hours=1)


def redeem_code(
    purpose: Purpose, address: Identifier | None, code: str, *, asked: Identifier, claimant: Claimant
) -> Spent:
    """The proof that was sent to *address* with this *code*, spent. The caller commits.

    *asked* is what the caller of the API named; without an *address*, because nobody is known by it, the same is done
    for the same answer. Five tries an hour for a purpose and an address; a new code gives no new tries (NIST SP
    800-63B-4 section 3.1.3.2). The *claimant* has five apart from strangers on a device of their own. A failure slows
    passwords down, but no code waits for them; it counts there first, and whether or not one of the five is left, for
    those are of the address, and would tell whose it is. What is to be activated has no password to slow down yet.
    Raises InvalidProof, for a code that is wrong, old, spent or of something else alike.
    """
    if purpose is not Purpose.ACTIVATION:
        count_attempt(claimant, of_code=True)
    counted = _counted(purpose, address or asked, claimant)
    if not take(counted, most=MOST_TRIES, window=TRIES_LAPSE):
        raise InvalidProof
    spent = spend_code(purpose=purpose, address=str(address or asked), code=code)
    if spent is None:
        db.session.rollback()
        note_failure(claimant, Attempt(), "proof.refused")
        raise InvalidProof
    give_back(counted)
    return spent


def forget_tries(purpose: Purpose, address: Identifier, claimant: Claimant) -> None:
    """The right code was sent, though it was not spent. The caller commits."""
    give_back(_counted(purpose, address, claimant))
    clear_attempts(claimant, by_password=False)


def redeem_link(purpose: Purpose, token: str) -> Spent:
    """The proof whose link this *token* is, spent. The caller commits. Raises InvalidProof."""
    spent = spend_link(purpose=purpose, token=token)
    if spent is None:
        db.session.rollback()
        raise InvalidProof
    return spent


def _counted(purpose: Purpose, address: Identifier, claimant: Claimant) -> str:
    return f"try {purpose} {address}" + (" by a known device" if claimant.is_known else "")
