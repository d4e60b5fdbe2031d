"""Fulfil a requested proof in the worker (request_code.py requests it)."""

from collections.abc import Callable
from typing import Any

from gatepost.database import db
from gatepost.messaging.put_message import choose_locale
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.recipients import find_pending_user, find_recoverable
from gatepost.one_time_codes.request_code import REQUEST
from gatepost.one_time_codes.send_code import may_send_to, send_proof
from gatepost.one_time_codes.store import was_issued_just_now
from gatepost.outbox.kinds import Kind, NotDelivered
from gatepost.settings import settings


def fulfil_request(name: str, content: dict[str, Any], *, identifier: str, finish: Callable[[], bool]) -> None:
    """Send the proof, if the identifier leads to a user who may get it.

    *finish* marks the request as done in the present transaction. It returns False if another worker has taken it.
    If the same proof was sent just now, nothing is sent. Raises NotDelivered if another proof was sent to this address
    just now; the outbox then tries again.
    """
    purpose, asked = Purpose(name), Identifier(content["kind"], content["key"])
    if purpose is Purpose.ACTIVATION:
        found = find_pending_user(asked, username=content["username"])
    else:
        found = find_recoverable(asked)
    if found is not None and was_issued_just_now(user_uuid=found[0].uuid, purpose=purpose, address=str(found[1])):
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


REQUESTED_CODE = Kind(REQUEST, fulfil_request, in_database=True)
