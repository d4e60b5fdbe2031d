"""Request ids of several processes: none is made before the fork, and none tells how many there were."""

import os
import re
from collections.abc import Callable

from gatepost.crypto import random_name
from tests.serving.wire import ask
from tests.support.live import Live


def test_request_ids_of_several_processes_share_nothing(live: Callable[..., Live]) -> None:
    service = live("--workers", "2")
    ids = [ask(service.url, "GET /healthz").headers["X-Request-ID"] for _ in range(60)]
    assert all(re.fullmatch("[0-9a-f]{20}", each) for each in ids)
    for part in (slice(0, 8), slice(-8, None)):
        assert len({each[part] for each in ids}) == len(ids)


def test_a_forked_process_gives_out_no_name_that_its_parent_has_drawn() -> None:
    first = random_name()
    heard, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(tell, " ".join(random_name() for _ in range(100)).encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(heard) as pipe:
        theirs = set(pipe.read().split())
    os.waitpid(child, 0)
    ours = {random_name() for _ in range(2000)}
    assert len(theirs) == 100
    assert len(ours) == 2000
    assert not theirs & (ours | {first})
