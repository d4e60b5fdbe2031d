"""What the worker does about a request for a proof (ask.py)."""

from collections.abc import Callable
from typing import Any

from gatepost.database import db
from gatepost.messaging.message import NotDelivered
from gatepost.messaging.words.locales import choose_locale
from gatepost.proofs.identifier import Identifier
from gatepost.proofs.purposes import Purpose
from gatepost.proofs.recipients import find_recoverable, find_who_waits
from gatepost.proofs.send import may_send_to, send_proof
from gatepost.settings import settings
from gatepost.tokens.one_time import was_issued_just_now


def answer_request(name: str, content: dict[str, Any], *, finish: Callable[[], bool]) -> None:
    """Send the proof, if there is somebody to send it to.

    *finish* marks the request as done in the present transaction, and says whether it was still ours.
    Where the same went out just now, that is what they ask for. Raises NotDelivered where something else went to this
    address just now: it is tried again.
    """
    purpose, identifier = Purpose(name), Identifier(content["kind"], content["key"])
    if purpose is Purpose.ACTIVATION:
        found = find_who_waits(identifier, username=content["username"])
    else:
        found = find_recoverable(identifier)
    if found is not None and was_issued_just_now(user_uuid=found[0].uuid, purpose=purpose, address=found[1].form):
        found = None
    if found is not None and not may_send_to(found[1]):
        raise NotDelivered("another proof went to this address just now")
    if not finish():
        db.session.rollback()
        return
    if found is not None:
        user, address = found
        locale = choose_locale(user.locale, content["languages"], default=settings.locale)
        send_proof(user, purpose, address, locale=locale)
    db.session.commit()
