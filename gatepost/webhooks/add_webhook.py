"""Register a webhook. Its secret is given out this once."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import insert

from gatepost import clock
from gatepost.crypto import random_hex
from gatepost.database import write
from gatepost.errors import InvalidInput, Reason
from gatepost.signed_requests import new_secret
from gatepost.text import is_name, trimmed
from gatepost.webhooks.addresses import check_url
from gatepost.webhooks.event_types import check_patterns
from gatepost.webhooks.models import DESCRIPTION_MAX, Webhook
from gatepost.webhooks.on_record import OPERATOR, By, commit, put_on_record
from gatepost.webhooks.secrets import seal_secret

_ID_BYTES = 16


class NewWebhook(NamedTuple):
    """The id of a new webhook, and its secret, which is stored sealed."""

    id: str
    secret: str


def add_webhook(url: str, events: Iterable[str], *, description: str = "", by: By = OPERATOR) -> NewWebhook:
    """Tell the server at *url* of these *events* from now on. Raises InvalidInput."""
    webhook = NewWebhook(random_hex(_ID_BYTES), new_secret())
    row = {
        "id": webhook.id,
        "url": check_url(url),
        "events": check_patterns(events),
        "description": check_description(description),
        "secret": seal_secret(webhook.secret, webhook_id=webhook.id),
        "created_at": clock.now(),
    }
    write(insert(Webhook), row)
    put_on_record("webhook.added", webhook.id, by)
    commit()
    return webhook


def check_description(text: str) -> str:
    """*text* without blanks around it. Raises InvalidInput."""
    line = trimmed(text)
    if len(line) > DESCRIPTION_MAX or (text and not is_name(line)):
        raise InvalidInput({"description": [Reason("Use at most %(most)s visible characters.", most=DESCRIPTION_MAX)]})
    return line
