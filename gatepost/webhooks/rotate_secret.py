"""Give a webhook a new secret. The old one signs, too, for a time, so that the receiver need not change at once."""

from sqlalchemy import or_, select, update

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.errors import TwoSecrets, WebhookNotFound
from gatepost.settings import settings
from gatepost.signed_requests import new_secret
from gatepost.webhooks.models import Webhook
from gatepost.webhooks.on_record import OPERATOR, By, commit, put_on_record
from gatepost.webhooks.secrets import seal_secret


def rotate_secret(webhook_id: str, *, end_old: bool = False, by: By = OPERATOR) -> str:
    """The new secret, which is given out this once. With *end_old* no older one signs any more.

    Of two that rotate at once, one does. Raises WebhookNotFound, TwoSecrets.
    """
    now, secret = clock.now(), new_secret()
    present = [sealed for (sealed,) in read_all(select(Webhook.secret).where(Webhook.id == webhook_id))]
    if not present:
        raise WebhookNotFound
    this = [Webhook.id == webhook_id, Webhook.secret == present[0]]
    if not end_old:
        this.append(or_(Webhook.old_secret.is_(None), Webhook.old_secret_until <= now))
    values = {
        "secret": seal_secret(secret, webhook_id=webhook_id),
        "old_secret": None if end_old else present[0],
        "old_secret_until": None if end_old else now + settings.webhook_old_secret,
    }
    if write(update(Webhook).where(*this).values(**values)) != 1:
        db.session.rollback()
        raise TwoSecrets
    put_on_record("webhook.secret_rotated", webhook_id, by)
    commit()
    return secret
