"""Ask a server of the operator: one signed POST with JSON, in bounded time, an answer of bounded size, no redirect.

The operator has named the server, so it may have a private address. No transaction is open while it is asked.
"""

import ssl
from datetime import timedelta
from functools import cache
from typing import Any

import orjson
import structlog

from gatepost.crypto import random_hex
from gatepost.messaging.senders.post import post
from gatepost.messaging.senders.turns import Turns
from gatepost.outbox.kinds import NotDelivered
from gatepost.signed_requests import signed

_ID_BYTES = 16

log = structlog.get_logger("gatepost")


class HookFailed(Exception):
    """The server gave no answer that can be used. The log says why."""


def ask(name: str, url: str, secret: str, content: dict[str, Any], *, timeout: timedelta) -> dict[str, Any]:
    """The JSON object with which *url* answers *content*. *name* is that of the question, for the log.

    It is signed as Standard Webhooks are. *secret*: ``whsec_`` and base64, or a text whose bytes are the key.
    Raises HookFailed.
    """
    body = orjson.dumps(content)
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        **signed([secret], f"msg_{random_hex(_ID_BYTES)}", body),
    }
    try:
        with _turns(url).take():
            answer = post(url, body, headers=headers, timeout=timeout, tls=_trusted())
    except NotDelivered as error:
        raise failed(name, str(error)) from None
    if not answer.good:
        raise failed(name, f"it answered {answer.status}")
    try:
        told = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        raise failed(name, "its answer is no JSON, or too large") from None
    if not isinstance(told, dict):
        raise failed(name, "its answer is no JSON object")
    return told


def failed(name: str, reason: str) -> HookFailed:
    """The failure of the question *name*, whose *reason* is logged."""
    log.warning("hook.failed", hook=name, reason=reason)
    return HookFailed(reason)


@cache
def _turns(_url: str) -> Turns:
    """Each server has turns of its own. Otherwise strangers who wait for a slow old system would stop the hook."""
    return Turns()


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
