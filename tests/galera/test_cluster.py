"""The service on a Galera cluster: with two writers, with a node that is killed, and with a quorum that is lost."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx
from sqlalchemy import text

from tests.servers.galera import Galera
from tests.support.live import Live

PASSWORD = "correct horse battery"
_numbers = count(1)


def join(client: httpx.Client, name: str) -> str:
    mobile = f"0170{next(_numbers):07}"
    body = {"username": name, "mobile": mobile, "password": PASSWORD}
    assert client.post("/user", json=body).status_code == 201
    assert client.post("/user/activate-account/", json={"mobile": mobile}).status_code == 200
    return name


def log_in(client: httpx.Client, name: str) -> httpx.Response:
    return client.post("/user/login", json={"username": name, "password": PASSWORD})


def bearer(answer: httpx.Response, kind: str = "access_token") -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()[kind]}"}


def test_two_services_that_write_on_two_nodes_are_one(serve: Callable[..., Live]) -> None:
    one, other = serve(0, 1, 2), serve(1, 2, 0)
    with one.client() as here, other.client() as there:
        name = join(here, "ada")
        found: Counter[tuple[int, int, int]] = Counter()
        for _ in range(100):
            session = log_in(here, name)
            seen = there.get("/user/sessions", headers=bearer(session)).status_code
            ended = here.get("/user/logout/", headers=bearer(session)).status_code
            found[seen, ended, there.get("/user/sessions", headers=bearer(session)).status_code] += 1
        assert found == {(200, 200, 401): 100}


def test_conflicts_of_two_nodes_are_tried_again(serve: Callable[..., Live]) -> None:
    services = [serve(0, 1, 2), serve(1, 2, 0)]
    with services[0].client() as here, services[1].client() as there:
        join(here, "ada")
        session = log_in(here, "ada")
        uuid = here.get("/user", headers=bearer(session)).json()["data"][0]["uuid"]
        clients = [here, there]

        def change(number: int) -> int:
            if number % 3 == 0:
                return log_in(clients[number % 2], "ada").status_code
            body = {"gender": ("female", "male")[number % 2], "email": f"ada{number % 5}@example.org"}
            return clients[number % 2].patch(f"/user/{uuid}", json=body, headers=bearer(session)).status_code

        with ThreadPoolExecutor(max_workers=2) as many:
            found = Counter(many.map(change, range(180)))
        assert found == {200: 180}
    assert not any("Traceback" in service.log for service in services)


def test_a_killed_node_loses_nothing_and_a_lost_quorum_is_503(serve: Callable[..., Live], galera: Galera) -> None:
    service = serve(0, 1, 2)
    acknowledged: list[str] = []
    statuses: Counter[int] = Counter()
    gaps: list[float] = []
    stopped = threading.Event()

    def register() -> None:
        with service.client() as client:
            last = time.monotonic()
            while not stopped.is_set():
                number = next(_numbers)
                body = {"username": f"user{number}", "mobile": f"0170{number:07}", "password": PASSWORD}
                answer = client.post("/user", json=body)
                statuses[answer.status_code] += 1
                if answer.status_code == 201:
                    acknowledged.append(answer.json()["data"]["username"])
                    gaps.append(time.monotonic() - last)
                    last = time.monotonic()

    with ThreadPoolExecutor(max_workers=4) as many, service.client() as client:
        writers = [many.submit(register) for _ in range(4)]
        service.wait_until(lambda: len(acknowledged) > 50)
        galera.nodes[0].kill()
        before = len(acknowledged)
        service.wait_until(lambda: len(acknowledged) > before + 50, within=30)
        stopped.set()
        for writer in writers:
            writer.result()
        assert set(statuses) <= {201, 409, 503}  # 409: stored, but its answer was lost, and sent again
        with galera.nodes[1].access.connect() as connection:
            stored = set(connection.execute(text("SELECT username FROM accounts.users")).scalars())
        assert set(acknowledged) <= stored
        print(f"acknowledged {len(acknowledged)}, lost 0, statuses {dict(statuses)}, longest gap {max(gaps):.1f} s")

        galera.nodes[1].kill()
        lost = Counter(client.get("/readyz").status_code for _ in range(20))
        lost += Counter(log_in(client, "user1").status_code for _ in range(20))
        assert set(lost) == {503}
        galera.nodes[2].form_quorum()
        service.wait_until(lambda: client.get("/readyz").status_code == 200)
        join(client, "eve")
        assert log_in(client, "eve").status_code == 200
    assert "Traceback" not in service.log
