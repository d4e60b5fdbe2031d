"""Somebody who is not signed in asks for a proof: for now it is only written down.

Whether there is such a user is found out by the worker (answer.py), so that the known and the unknown get the same
answer in the same time (ASVS 6.3.8), and neither waits for a mail server.
"""

import math
from datetime import timedelta

from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import TooManyRequests
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.outbox.put import put
from gatepost.settings import settings
from gatepost.throttling.count_use import count_use

REQUEST = "request"  # the kind in the outbox: to whom a code goes is found out by the worker
_HOUR = timedelta(hours=1)


def request_code(purpose: Purpose, identifier: Identifier, *, client: Client, username: str | None = None) -> None:
    """Have a proof sent to whoever is known by *identifier*; *username* tells which of several, by its key.

    Raises TooManyRequests for one so soon after another, whether or not there is such a user. It is counted with the
    *username*: whoever asks on and on for other accounts of an address does not keep its owner from asking for theirs.
    """
    asked = f"ask {purpose} {identifier} {username or ''}"
    use = count_use(asked, most=settings.messages_per_hour, window=_HOUR, apart=settings.message_interval)
    if not use:
        wait = max(1, math.ceil(use.wait.total_seconds()))
        raise TooManyRequests(headers={"Retry-After": str(wait)})
    content = {
        "kind": identifier.kind,
        "key": identifier.key,
        "languages": client.languages,
        "username": username,
    }
    put(REQUEST, purpose, content=content, lifetime=settings.code_lifetime)
    db.session.commit()
