"""Deliver what is due in one channel of the outbox."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gatepost import clock
from gatepost.crypto import Unsealable
from gatepost.database import db, retry_on_conflict
from gatepost.messaging.message import Channel, Message, NotDelivered
from gatepost.messaging.senders import Sender, sender_for
from gatepost.messaging.templates.render import render
from gatepost.outbox.lease import Leased, find_due, take
from gatepost.outbox.outcome import drop_request, finish_request, note_failed, note_sent
from gatepost.outbox.put import REQUEST, opened
from gatepost.settings import Settings, current_settings, settings

_AT_A_TIME = 20  # entries; each is taken just before it is sent

log = structlog.get_logger("gatepost.messaging")


class Answer(Protocol):
    """Does what a request asks for; *finish* removes it in the same transaction. Raises NotDelivered."""

    def __call__(self, name: str, content: dict[str, Any], *, finish: Callable[[], bool]) -> None: ...


def deliver_due(
    channel: str,
    *,
    answer: Answer,
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Deliver what is due, as long as *go_on*; how much was tried. What goes wrong with one holds up no other.

    The channel of requests has no sender; *answer* does what they ask for.
    """
    tried = 0
    for identifier, due_at in find_due(channel, _AT_A_TIME):
        if not go_on():
            break
        leased = take(identifier, due_at)
        if leased is None:
            continue
        tried += 1
        try:
            sent = _deliver(leased, answer)
        except NotDelivered as error:
            db.session.rollback()
            note_failed(leased, str(error), permanent=error.permanent)
        except Unsealable:
            note_failed(leased, "it was sealed with another SECRET_KEY", permanent=True)
        except Exception as error:  # whatever it was, it must not keep others from being sent
            log.exception("message.error", id=leased.id)
            db.session.rollback()  # of a request half done, which holds the row that the note goes to
            note_failed(leased, f"error in the service: {type(error).__name__}")
        else:
            if sent:
                _note_sent(leased)
    return tried


def _note_sent(leased: Leased) -> None:
    """Note it, if need be at another try. It is never noted as failed for that: it would be sent again, or be dead.

    If the database takes no note at all, the lease runs out and it is sent once more.
    """
    for last in (False, False, True):
        try:
            note_sent(leased)
        except SQLAlchemyError as error:
            if last:
                log.warning("message.unnoted", id=leased.id, error=type(error).__name__)
        else:
            return


def _deliver(leased: Leased, answer: Answer) -> bool:
    """Whether it went to a sender, and that is still to be noted; a request notes its own end."""
    late = clock.now() >= leased.expires_at
    if leased.channel == REQUEST:
        if late:
            drop_request(leased)
            return False
        content = opened(leased.sealed or "", identifier=leased.id)
        retry_on_conflict(lambda: answer(leased.name, content, finish=lambda: finish_request(leased)))
        return False
    if late:
        raise NotDelivered("it has expired", permanent=True)
    channel: Channel = "email" if leased.channel == "email" else "sms"
    sender = _sender(current_settings(), channel)
    if sender is not None:
        sender.send(_message(leased, channel))
    elif not settings.dev_inbox:
        raise NotDelivered(f"no sender for {leased.channel} is set up")
    return True


@lru_cache(maxsize=8)
def _sender(settings: Settings, channel: Channel) -> Sender | None:
    """Made once: it reads the certificates that this machine trusts."""
    return sender_for(settings, channel)


def _message(leased: Leased, channel: Channel) -> Message:
    content = opened(leased.sealed or "", identifier=leased.id)
    words = render(leased.name, channel=channel, locale=content["locale"], values=content["values"])
    return Message(leased.id, channel, content["to"], words.subject, words.text, words.html)
