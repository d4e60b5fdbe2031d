"""Deliver what is due: lease it, sign it, send it, note the result."""

from collections.abc import Collection

import structlog

from gatepost import clock
from gatepost.crypto import Unsealable
from gatepost.database import db
from gatepost.outbox.kinds import NotDelivered
from gatepost.signed_requests import signed
from gatepost.webhooks.lease import Leased, Target, acquire_lease, find_due, find_target
from gatepost.webhooks.note_result import give_up, note_delivered, note_failed, note_gone
from gatepost.webhooks.payload import write_body
from gatepost.webhooks.secrets import unseal_secret
from gatepost.webhooks.send import send

log = structlog.get_logger("gatepost.webhooks")


_AT_A_TIME = 10  # found at once, because other processes may lease the first ones


def take_due(*, but: Collection[str] = ()) -> Leased | None:
    """Lease the delivery that has been due longest and waits for no other, of all webhooks *but* these."""
    for delivery, due_at in find_due(_AT_A_TIME, but=but):
        if leased := acquire_lease(delivery, due_at):
            return leased
    return None


def deliver(leased: Leased) -> None:
    """Deliver what was leased, and note the result. No transaction is open here."""
    target = find_target(leased.webhook_id)
    if target is None:
        give_up(leased, "the webhook is disabled or removed")
        return
    try:
        _send(leased, target)
    except NotDelivered as error:
        note_failed(leased, str(error))
    except Unsealable:
        note_failed(leased, "the secret was sealed with another SECRET_KEY")
    except Exception as error:  # of any kind: it must not keep other deliveries from being sent
        log.exception("webhook.error", id=leased.told.id)
        db.session.rollback()
        note_failed(leased, f"error in the service: {type(error).__name__}")


def _send(leased: Leased, target: Target) -> None:
    body = write_body(leased.told)
    answer = send(target.url, body, _signed(leased, target, body))
    if answer.good:
        note_delivered(leased, answer, failing=target.failing_since is not None)
    elif answer.gone:
        note_gone(leased, answer, url=target.url)
    else:
        note_failed(leased, f"it answered {answer.status}", answer)


def _signed(leased: Leased, target: Target, body: bytes) -> dict[str, str]:
    sealed = [target.secret]
    if target.old_secret is not None and target.old_secret_until is not None and clock.now() < target.old_secret_until:
        sealed.append(target.old_secret)
    secrets = [unseal_secret(each, webhook_id=leased.webhook_id) for each in sealed]
    return signed(secrets, leased.told.id, body)
