"""A service with its user ada, and clients of it whose requests can be seen and answered by the test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from gatepost_client import Client, MemoryStore, SignedIn

from tests.serving.wire import join
from tests.support.live import Live
from tests.support.people import Person

Answer = Callable[[httpx.Request], httpx.Response | None]
REFRESH = "POST /user/refresh-token/"


@pytest.fixture(scope="package")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("accounts")) as running:
        yield running


@pytest.fixture(scope="package")
def ada(live: Live) -> Person:
    return join(live.url, "ada")


@dataclass
class Line:
    """A way to the service that notes each request, and answers those for which *answer* gives something."""

    answer: Answer = lambda _: None
    requests: list[httpx.Request] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [f"{request.method} {request.url.path}" for request in self.requests]

    def client(self) -> httpx.Client:
        return httpx.Client(transport=_Watched(self), trust_env=False)


class _Watched(httpx.HTTPTransport):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self._line.requests.append(request)
        return self._line.answer(request) or super().handle_request(request)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def gatepost(live: Live, line: Line, store: MemoryStore, ada: Person) -> Client:
    """A client that ada has logged in with, over *line*; it keeps its tokens in *store*."""
    client = Client(live.url, store=store, http=line.client())
    assert client.log_in(username="ada", password=ada.password) == SignedIn()
    line.requests.clear()
    return client
