"""Requests to a service that runs, each over a connection of its own, so that every worker gets some."""

import http.client
import json
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from tests.support.people import Person

T = TypeVar("T")
_numbers = count(1)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def ask(
    url: str, line: str, body: object = None, *, token: str = "", forwarded: str = "", timeout: float = 30
) -> Reply:
    """Send ``POST /path`` and read the whole answer."""
    method, path = line.split()
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=timeout)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if forwarded:
        headers["X-Forwarded-For"] = forwarded
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read().decode())
    finally:
        connection.close()


def serves(url: str) -> bool:
    """Whether a process listens there, and is alive."""
    try:
        return ask(url, "GET /healthz").status == 200
    except OSError:
        return False


def at_once(calls: Iterable[Callable[[], T]]) -> list[T]:
    """Make all calls at the same moment, each in a thread of its own, and give what they gave."""
    calls = list(calls)
    gate = threading.Barrier(len(calls))

    def go(call: Callable[[], T]) -> T:
        gate.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(go, calls))


def new_mobile() -> str:
    return f"0190{next(_numbers):07}"


def register(url: str, username: str, *, mobile: str = "", password: str = "password") -> Reply:
    return ask(url, "POST /user", {"username": username, "mobile": mobile or new_mobile(), "password": password})


def join(url: str, username: str, *, password: str = "password") -> Person:
    """Register, activate and log in."""
    mobile = new_mobile()
    answer = register(url, username, mobile=mobile, password=password)
    assert answer.status == 201, answer.text
    assert ask(url, "POST /user/activate-account/", {"mobile": mobile}).status == 200
    return log_in(url, Person(answer.json["data"]["uuid"], username, mobile, password))


def log_in(url: str, person: Person) -> Person:
    """The same user with the tokens of a new session."""
    answer = ask(url, "POST /user/login", {"username": person.username, "password": person.password})
    assert answer.status == 200, answer.text
    return Person(person.uuid, person.username, person.mobile, person.password, **answer.json)


def alive(url: str, person: Person) -> tuple[int, int]:
    """What this person's access token and refresh token get."""
    read = ask(url, f"GET /user/{person.uuid}", token=person.access_token)
    refreshed = ask(url, "GET /user/refresh-token/", token=person.refresh_token)
    return read.status, refreshed.status
