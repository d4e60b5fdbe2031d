"""Request a proof without being signed in. The request is only put into the outbox.

The worker finds out whether there is such a user (fulfil_request.py). So known and unknown users get the same answer in
the same time (ASVS 6.3.8), and neither waits for a mail server.
"""

from datetime import timedelta

from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import TooManyFailures
from gatepost.one_time_codes.guesses import guesses_by_name, wait_for_guess
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.outbox.put import put
from gatepost.settings import settings
from gatepost.throttling.count_use import count_use, too_soon

REQUEST = "request"  # the kind in the outbox
_HOUR = timedelta(hours=1)


def request_code(purpose: Purpose, identifier: Identifier, *, client: Client, username: str | None = None) -> None:
    """Request a proof for the user who is known by *identifier*. *username*, a normal form, selects one of several.

    Raises TooManyRequests for one too soon after another, whether or not there is such a user. The *username* is part
    of what is counted. Otherwise requests for other accounts of an address would keep its owner from requesting theirs.
    Raises TooManyFailures as long as no code is right by this mobile number, unless a device asks that may have guesses
    of its own: the worker knows then (fulfil_request.py). An e-mail has a link, which is always good.
    """
    if identifier.kind == "mobile" and not client.device:
        wait = wait_for_guess(guesses_by_name(purpose, identifier, known=False))
        if wait:
            raise too_soon(wait, TooManyFailures)
    asked = f"ask {purpose} {identifier} {username or ''}"
    use = count_use(asked, most=settings.messages_per_hour, window=_HOUR, apart=settings.message_interval)
    if not use:
        raise too_soon(use.wait)
    content = {
        "kind": identifier.kind,
        "key": identifier.key,
        "other": identifier.other,
        "device": client.device,
        "username": username,
    }
    put(REQUEST, purpose, content=content, lifetime=settings.code_lifetime)
    db.session.commit()
