"""SMS by a gateway of the operator: POST with JSON, signed as Standard Webhooks."""

import ssl
from datetime import timedelta

import orjson

from gatepost.messaging.message import Message
from gatepost.messaging.senders.post import post, refused
from gatepost.server_addresses import http_address
from gatepost.signed_requests import signed


class GatewaySender:
    """Sends SMS by one gateway. The gateway gets each at least once, and recognizes duplicates by the id."""

    def __init__(self, url: str, secret: str, timeout: timedelta) -> None:
        self.server = f"the SMS gateway {http_address(url).netloc}"
        self._url = url
        self._secret = secret
        self._timeout = timeout
        self._tls = ssl.create_default_context()

    def send(self, message: Message) -> None:
        """Return once the gateway has accepted *message*. Raises NotDelivered."""
        body = orjson.dumps({"to": message.to, "text": message.text, "id": message.id})
        signature = signed([self._secret], message.id, body) if self._secret else {}
        headers = {"Content-Type": "application/json", **signature}
        answer = post(self._url, body, headers=headers, timeout=self._timeout, tls=self._tls)
        if not answer.good:
            raise refused("the gateway", answer)
