"""Deliver what is due in one channel of the outbox."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

import structlog

from gatepost import clock
from gatepost.crypto import Unsealable
from gatepost.database import until_it_passes
from gatepost.messaging.lease import Leased, find_due, take
from gatepost.messaging.message import Channel, Message, NotDelivered
from gatepost.messaging.outbox import REQUEST, opened
from gatepost.messaging.outcome import drop_request, finish_request, note_failed, note_sent
from gatepost.messaging.senders import Sender, sender_for
from gatepost.messaging.words.render import render
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
            _deliver(leased, answer)
        except NotDelivered as error:
            note_failed(leased, str(error), permanent=error.permanent)
        except Unsealable:
            note_failed(leased, "it was sealed with another SECRET_KEY", permanent=True)
        except Exception as error:  # whatever it was, it must not keep others from being sent
            log.exception("message.error", id=leased.id)
            note_failed(leased, f"error in the service: {type(error).__name__}")
    return tried


def _deliver(leased: Leased, answer: Answer) -> None:
    late = clock.now() >= leased.expires_at
    if leased.channel == REQUEST:
        if late:
            drop_request(leased)
            return
        content = opened(leased.sealed or "", identifier=leased.id)
        until_it_passes(lambda: answer(leased.name, content, finish=lambda: finish_request(leased)))
        return
    if late:
        raise NotDelivered("it has expired", permanent=True)
    channel: Channel = "email" if leased.channel == "email" else "sms"
    sender = _sender(current_settings(), channel)
    if sender is not None:
        sender.send(_message(leased, channel))
    elif not settings.dev_inbox:
        raise NotDelivered(f"no sender for {leased.channel} is set up")
    note_sent(leased)


@lru_cache(maxsize=8)
def _sender(settings: Settings, channel: Channel) -> Sender | None:
    """Made once: it reads the certificates that this machine trusts."""
    return sender_for(settings, channel)


def _message(leased: Leased, channel: Channel) -> Message:
    content = opened(leased.sealed or "", identifier=leased.id)
    words = render(leased.name, channel=channel, locale=content["locale"], values=content["values"])
    return Message(leased.id, channel, content["to"], words.subject, words.text, words.html)
