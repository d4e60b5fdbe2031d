"""The front door of a scenario: it sends requests, types commands, reads messages, and records each with its answer."""

import json
import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from gatepost.cli import gatepost
from tests.corpus.answers import Lines
from tests.corpus.exchange import describe_answer, describe_request
from tests.corpus.placeholders import Placeholders
from tests.support.letters import Letters
from tests.support.time import SetClock

AGENT = "corpus/1.0"
_KEPT = ("channel", "to", "name", "subject", "text", "html", "code", "link", "created_at")


class FrontDoor:
    """The service with some settings. ``tick`` is how many seconds go by after each request."""

    def __init__(self, make_app: Callable[..., Flask], time: SetClock, settings: dict[str, Any]) -> None:
        self.lines: Lines = []
        self.hide = Placeholders()
        self.tick = 1.0
        self._make_app, self._time = make_app, time
        self._read: set[str] = set()
        self.reopen(**settings)

    def reopen(self, **settings: Any) -> None:
        """Go on with the same database and other settings."""
        self.app = self._make_app(**settings)
        self._client = self.app.test_client(use_cookies=False)
        shown = {name: value for name, value in settings.items() if name != "sqlalchemy_database_uri"}
        self.lines.append({"settings": json.loads(json.dumps(shown, default=str))})

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        raw: bytes | None = None,
        address: str = "192.0.2.1",
        record: bool = True,
        record_if: int | None = None,
    ) -> TestResponse:
        """*body* as JSON, or *raw* as it is. The answer is recorded (*record_if*: only with this status)."""
        sent = dict(headers or {})
        data = raw if raw is not None else b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        told = {**({"from": address} if address != "192.0.2.1" else {}), **sent}
        line = describe_request(method, path, told, data.replace(b'": ', b'":').replace(b', "', b',"'), self.hide)
        if data and raw is None:
            sent.setdefault("Content-Type", "application/json")
        sent.setdefault("User-Agent", AGENT)
        answer = self._client.open(
            path, method=method, headers=sent, data=data or None, environ_overrides={"REMOTE_ADDR": address}
        )
        line |= describe_answer(answer, self.hide)
        if record and record_if in (None, answer.status_code):
            self.lines.append(line)
        self.wait(self.tick)
        return answer

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.send("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.send("POST", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.send("PATCH", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.send("PUT", path, body, **more)

    def delete(self, path: str, **more: Any) -> TestResponse:
        return self.send("DELETE", path, **more)

    def wait(self, seconds: float) -> None:
        self._time.pass_(seconds=seconds)

    def messages(self, *, record: bool = True) -> list[dict[str, Any]]:
        """The messages to people since the last time, the oldest first."""
        Letters(self.app).new()  # does what the worker does: the requested ones are written
        answer = self._client.get("/dev/inbox", headers={"Accept": "application/json"})
        new = [message for message in answer.json["data"] if message["id"] not in self._read]
        self._read |= {message["id"] for message in new}
        new.sort(key=lambda message: (message["created_at"], message["channel"], message["to"], message["name"]))
        for message in new:
            if message["code"]:
                self.hide.learn("code", message["code"])
            if record:
                shown = json.dumps({name: message[name] for name in _KEPT}, ensure_ascii=False)
                self.lines.append({"message": _by_line(json.loads(self.hide.apply(shown)))})
        if record and not new:
            self.lines.append({"message": None})
        return new

    def message(self, name: str) -> dict[str, Any]:
        """The only new one of this name."""
        (found,) = [message for message in self.messages() if message["name"] == name]
        return found

    def type(self, *words: str, said: str = "", learn: str = "") -> str:
        """Type ``gatepost`` and these words. *learn* finds what is random in the output: each group is a secret."""
        result = self.app.test_cli_runner().invoke(gatepost, list(words), input=said or None)
        if learn:
            for secret in re.search(learn, result.stdout).groups():
                self.hide.learn("secret", secret)
        refusal = result.exception if result.exception and not isinstance(result.exception, SystemExit) else None
        self.lines.append(
            {
                "command": self.hide.apply(" ".join(["gatepost", *words])),
                "output": self.hide.apply(result.output).split("\n"),
                "exit": result.exit_code,
                **(
                    {"refused": self.hide.apply(f"{getattr(refusal, 'code', type(refusal).__name__)}: {refusal}")}
                    if refusal
                    else {}
                ),
            }
        )
        self.wait(self.tick)
        return str(result.output)


def _by_line(message: dict[str, Any]) -> dict[str, Any]:
    for part in ("text", "html"):
        if message[part] is not None:
            message[part] = message[part].split("\n")
    return message
