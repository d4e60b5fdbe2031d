"""SMS by a gateway of the operator: POST with JSON, signed as Standard Webhooks."""

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
    """Sends SMS by one gateway. The gateway gets each at least once, and recognizes duplicates by the id."""

    def __init__(self, url: str, secret: str, timeout: timedelta) -> None:
        self.server = f"the SMS gateway {http_address(url).netloc}"
        self._url = url
        self._key = _key(secret)
        self._timeout = timeout
        self._tls = ssl.create_default_context()

    def send(self, message: Message) -> None:
        """Return once the gateway has accepted *message*. Raises NotDelivered."""
        body = orjson.dumps({"to": message.to, "text": message.text, "id": message.id}).decode()
        headers = {"Content-Type": "application/json", **(self._signed(message.id, body) if self._key else {})}
        answer = post(self._url, body.encode(), headers=headers, timeout=self._timeout, tls=self._tls)
        if not answer.good:
            raise refused("the gateway", answer)

    def _signed(self, identifier: str, body: str) -> dict[str, str]:
        """The headers of Standard Webhooks. By their timestamp the gateway refuses replays."""
        timestamp = int(clock.now().timestamp())
        signature = keyed_digest(f"{identifier}.{timestamp}.{body}", key=self._key)
        return {
            "webhook-id": identifier,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": f"v1,{b64encode(signature).decode()}",
        }


def _key(secret: str) -> bytes:
    """The bytes of *secret*: base64 after ``whsec_``, as in Standard Webhooks; otherwise the text itself."""
    return b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
