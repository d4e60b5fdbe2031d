"""A server of the operator, on a free port of 127.0.0.1: it verifies signatures, and answers what a test wants."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.support.sms import Gateway, Text

SECRET = "whsec_" + base64.b64encode(b"a signing key of thirty-two bytes").decode()


class Asked(NamedTuple):
    """A question that the server has verified."""

    content: dict[str, Any]
    headers: dict[str, str]


class HookServer(Gateway):
    """The last questions are in *asked*; ``says`` sets the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []

    def says(self, answer: Any) -> None:
        self.answer = answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    def read(self, body: bytes, headers: dict[str, str]) -> Text:
        assert verified(body, headers)
        self.asked.append(Asked(json.loads(body), headers))
        return Text("", "", headers["webhook-id"], headers, body)


def verified(body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether a request has the signature of Standard Webhooks, and is not five minutes old."""
    identifier, moment = headers["webhook-id"], headers["webhook-timestamp"]
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    made = hmac.digest(key, f"{identifier}.{moment}.".encode() + body, hashlib.sha256)
    right = f"v1,{base64.b64encode(made).decode()}"
    return hmac.compare_digest(headers["webhook-signature"], right) and abs(time.time() - int(moment)) < 300
