"""A server on a free port of 127.0.0.1 that answers as Twilio's Messages API does."""

from base64 import b64decode
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

import orjson

from tests.support.sms import Gateway, Text

ACCOUNT, TOKEN = "AC" + "0123456789abcdef" * 2, "the auth token"


class TwilioServer(Gateway):
    """Takes SMS of one account. ``behave("deliver")`` with ``error`` set refuses, as Twilio does: with a code."""

    error: tuple[int, int] | None = None  # status, code

    @property
    def url(self) -> str:
        return super().url.removesuffix("/send")

    def read(self, body: bytes, headers: dict[str, str]) -> Text:
        form = parse_qs(body.decode(), strict_parsing=True)
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        ((to,), (text,)) = form.pop("To"), form.pop("Body")
        ((name, (sender,)),) = form.items()
        return Text(to, text, "", headers | {"from": f"{name} {sender}"}, body)

    def _answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        given = b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        self.status, self.answer = 201, orjson.dumps({"sid": "SM" + "0" * 32, "status": "queued"})
        if request.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            self._refuse(404, 20404)
        elif given != f"{ACCOUNT}:{TOKEN}":
            self._refuse(401, 20003)
        elif self.error:
            self._refuse(*self.error)
        super()._answer(request, body)

    def _refuse(self, status: int, code: int) -> None:
        said = {"code": code, "message": "No, and here is the number +15005550001 again", "status": status}
        self.status, self.answer = status, orjson.dumps(said)
