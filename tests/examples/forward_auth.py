"""Shared by the tests of nginx and Caddy as shown: the running proxy, and the headers of a person."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.examples.proxy import Proxy, caddy, nginx, told_identity
from tests.examples.run_proxy import require
from tests.serving.wire import Reply
from tests.support.live import Live
from tests.support.people import Person
from tests.tokens.forge import opened

ROLES = "X-Auth-Roles"
MAY_BE_EMPTY = (ROLES, "X-Auth-Scope", "X-Auth-Actor")  # some proxies leave an empty header out
NAMES = ["X-Auth-User", "X-Auth-Username", "X-Auth-Role", ROLES, "X-Auth-Session", "X-Auth-Amr", "X-Auth-Acr"]
REALM = 'Bearer realm="gatepost"'
Start = Callable[[Path, str], AbstractContextManager[Proxy]]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def start(request: pytest.FixtureRequest) -> Start:
    """Starts the proxy in a folder, for an address of Gatepost."""
    chosen: Start = request.param
    require(chosen.__name__)
    return chosen


@pytest.fixture(scope="module")
def proxy(start: Start, live: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with start(tmp_path_factory.mktemp("proxy"), live.url) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_seen_yet(proxy: Proxy) -> None:
    proxy.reached()


def signed(person: Person) -> tuple[str, str]:
    return "Authorization", f"Bearer {person.access_token}"


def identity(person: Person, *, role: str = "user", roles: str = "") -> list[tuple[str, str]]:
    """The headers of this person. That of their roles is not sent, or is empty, for a user without any."""
    sid = opened(person.access_token)[1]["sid"]
    known = [person.uuid, person.username, role, *([roles] if roles else []), sid, "pwd", "aal1"]
    return list(zip([name for name in NAMES if roles or name != ROLES], known, strict=True))


def told(reply: Reply) -> list[tuple[str, str]]:
    """The headers that the application got, but for roles and a scope that are none."""
    return [(name, value) for name, value in told_identity(reply) if value or name not in MAY_BE_EMPTY]


def asking_for(protocol: str) -> list[tuple[str, str]]:
    handshake = [("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")]
    return [("Upgrade", protocol), ("Connection", "Upgrade"), *handshake]
