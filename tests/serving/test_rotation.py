"""Keys follow one another under load, in one process and in several, and no valid token is refused."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.cli.run import Typed
from tests.servers.night import deeper
from tests.serving.wire import Reply, ask, join, log_in
from tests.support.live import Live
from tests.support.people import Person
from tests.tokens.forge import opened

pytestmark = [pytest.mark.every_engine, pytest.mark.at_night]

REFRESH = "/user/refresh-token/"
# Each client logs in many times: no session ends because there are more than enough.
BUSY = {"GATEPOST_HASH_QUEUE": "100", "GATEPOST_SESSIONS_PER_USER": "0"}
FAST = {"GATEPOST_KEY_PERIOD": "3s", "GATEPOST_KEY_LEAD": "1s", **BUSY}


def kid_of(token: str) -> str:
    return str(opened(token)[0]["kid"])


class Load:
    """One client that logs in, reads and refreshes as long as it is told; each request may reach another process."""

    def __init__(self, url: str, person: Person, enough: threading.Event) -> None:
        self.url, self.person, self.enough = url, person, enough
        self.refused: list[str] = []
        self.kids: set[str] = set()
        self.names: list[str] = []

    def send(self, line: str, token: str) -> Reply:
        self.kids.add(kid_of(token))
        answer = ask(self.url, line, token=token)
        if answer.status != 200:
            self.refused.append(f"{line}: {answer.status}")
        elif REFRESH in line:
            self.names += [opened(made)[1]["jti"] for made in answer.json.values()]
        return answer

    def run(self) -> "Load":
        read = f"GET /user/{self.person.uuid}"
        while not self.enough.is_set() and not self.refused:
            now = log_in(self.url, self.person)
            self.send(read, now.access_token)
            self.send(read, self.send(f"GET {REFRESH}", now.refresh_token).json["access_token"])
            token = now.refresh_token
            for _ in range(3):
                pair = self.send(f"POST {REFRESH}", token).json
                self.send(read, pair["access_token"])
                token = pair["refresh_token"]
            self.send(read, self.person.access_token)  # signed by the first key
            self.enough.wait(deeper(0.25, 0.05))
        return self


@contextmanager
def under_load(url: str, name: str) -> Iterator[list[Load]]:
    """Three clients are busy while the block runs."""
    people, enough = [join(url, f"{name}{number}") for number in range(3)], threading.Event()
    loads = [Load(url, person, enough) for person in people]
    with ThreadPoolExecutor(len(loads)) as pool:
        running = [pool.submit(load.run) for load in loads]
        try:
            yield loads
        finally:
            enough.set()
        for future in running:
            future.result()


def kids_of(loads: list[Load]) -> set[str]:
    return set.union(*(load.kids for load in loads))


@pytest.mark.long
@pytest.mark.asvs("11.2.2")
@pytest.mark.asvs("11.5.2")
@pytest.mark.asvs("13.3.4")
@pytest.mark.parametrize("workers", ["1", "4"])
def test_no_valid_token_is_refused_while_keys_follow_one_another(
    empty_database: str, live: Callable[..., Live], workers: str
) -> None:
    service = live("--workers", workers, SQLALCHEMY_DATABASE_URI=empty_database, **FAST)
    with under_load(service.url, f"user{workers}") as loads:
        threading.Event().wait(8)
    assert [load.refused for load in loads] == [[], [], []]
    assert len(kids_of(loads)) >= 3
    names = [name for load in loads for name in load.names]
    assert len(names) == len(set(names)), "no two tokens have the same id, whichever process made them"
    assert "Traceback" not in service.log
    assert "housekeeping.failed" not in service.log


def test_no_valid_token_is_refused_while_someone_rotates_at_once(
    empty_database: str, live: Callable[..., Live], typed: Typed
) -> None:
    service = live("--workers", "4", SQLALCHEMY_DATABASE_URI=empty_database, **BUSY)
    typed.folder = service.instance
    with under_load(service.url, "another") as loads:
        for _ in range(2):
            answer = typed("keys", "rotate", "--now", SQLALCHEMY_DATABASE_URI=empty_database)
            assert answer.returncode == 0, answer.stderr
            threading.Event().wait(2)
    assert [load.refused for load in loads] == [[], [], []]
    assert len(kids_of(loads)) == 3
    assert "Traceback" not in service.log
