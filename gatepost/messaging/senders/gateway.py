"""SMS by a gateway of one's own: POST with JSON, signed after Standard Webhooks."""

import ssl
from base64 import b64decode, b64encode
from datetime import timedelta

import orjson

from gatepost import clock
from gatepost.crypto import keyed_digest
from gatepost.messaging.message import Message
from gatepost.messaging.senders.post import post, refused
from gatepost.server_addresses import http_address


class GatewaySender:
    """Hands SMS to one gateway. It gets each at least once, and knows by the id which it has had."""

    def __init__(self, url: str, secret: str, timeout: timedelta) -> None:
        self.server = f"the SMS gateway {http_address(url).netloc}"
        self._url = url
        self._key = _key(secret)
        self._timeout = timeout
        self._tls = ssl.create_default_context()

    def send(self, message: Message) -> None:
        """Return once the gateway has taken *message*. Raises NotDelivered."""
        body = orjson.dumps({"to": message.to, "text": message.text, "id": message.id}).decode()
        headers = {"Content-Type": "application/json", **(self._signed(message.id, body) if self._key else {})}
        answer = post(self._url, body.encode(), headers=headers, timeout=self._timeout, tls=self._tls)
        if not answer.good:
            raise refused("the gateway", answer)

    def _signed(self, identifier: str, body: str) -> dict[str, str]:
        """The headers of Standard Webhooks. The time in them lets the gateway refuse what somebody sends again."""
        timestamp = int(clock.now().timestamp())
        signature = keyed_digest(f"{identifier}.{timestamp}.{body}", key=self._key)
        return {
            "webhook-id": identifier,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": f"v1,{b64encode(signature).decode()}",
        }


def _key(secret: str) -> bytes:
    """Text is taken as it is; what begins with ``whsec_`` is base64, as Standard Webhooks has it."""
    return b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
