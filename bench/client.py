"""The few requests that set a server up, and the shapes of requests and answers."""

import http.client
import json
from base64 import urlsafe_b64decode
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

from bench.environment import CannotMeasure

USER_AGENT = "bench"  # the same as in the measurements, so that a server sees one device


@dataclass(frozen=True)
class Request:
    """One request, as the load generator sends it."""

    method: str
    path: str
    headers: dict[str, str]
    body: str | None = None


@dataclass(frozen=True)
class Answer:
    """Status, decoded body and headers; a body that is not JSON is given as text, and names are in lower case."""

    status: int
    body: Any
    headers: dict[str, str]


# Requests of which some need an answer before. The last answer is the result.
Steps: TypeAlias = Generator[Request, Answer, Answer]


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

    def walk_each(self, walks: Sequence[Steps]) -> list[Answer]:
        """Walk the steps of each, two at a time, and give the last answers. Raises CannotMeasure unless it is a 2xx."""
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(self._walk, walks))

    def _walk(self, steps: Steps) -> Answer:
        try:
            request = next(steps)
            while True:
                answer = self.send(request.method, request.path, body=request.body, headers=request.headers)
                request = steps.send(answer)
        except StopIteration as end:
            last: Answer = end.value
        if not 200 <= last.status < 300:
            raise CannotMeasure(f"{request.method} {request.path} answered {last.status}: {last.body}")
        return last


def subject_of(token: str) -> str:
    """The uuid in an access token."""
    payload = token.split(".")[1]
    return str(json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])
