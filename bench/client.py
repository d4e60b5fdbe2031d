"""The few requests that set a server up: one at a time, JSON in and out."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from bench.environment import CannotMeasure

USER_AGENT = "bench"  # the same as in the measurements, so that a server sees one device


@dataclass(frozen=True)
class Answer:
    """Status, decoded body and headers; a body that is not JSON is given as text, and names are in lower case."""

    status: int
    body: Any
    headers: dict[str, str]


@dataclass(frozen=True)
class Client:
    """Talks to one server."""

    host: str
    port: int

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def send(self, method: str, path: str, *, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.request(method, path, body, {"User-Agent": USER_AGENT, **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode()
            told = {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()
        try:
            return Answer(answer.status, json.loads(text), told)
        except ValueError:
            return Answer(answer.status, text, told)

    def json(self, method: str, path: str, content: Any, *, token: str = "") -> Any:
        """Send *content* as JSON and give the decoded answer. Raises CannotMeasure unless it is a 2xx."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": token} if token else {})
        answer = self.send(method, path, body=json.dumps(content), headers=headers)
        if not 200 <= answer.status < 300:
            raise CannotMeasure(f"{method} {path} answered {answer.status}: {answer.body}")
        return answer.body

    def json_each(self, path: str, contents: list[Any]) -> list[Any]:
        """POST each of *contents*, two at a time, and give the answers in their order."""
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda content: self.json("POST", path, content), contents))
