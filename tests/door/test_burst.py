"""Log-ins that reach the door in the same moment: no more are let in than may hash or wait."""

import asyncio
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from flask import Flask

from gatepost.serving.door import Door
from tests.door.test_environ import scope

BODY = orjson.dumps({"username": "nobody", "password": "password"})


class Protocol:
    """A request as Granian gives it: its body, and a place for its answer."""

    status = 0

    async def __call__(self) -> bytes:
        return BODY

    def response_bytes(self, status: int, _headers: list[tuple[str, str]], _body: bytes) -> None:
        self.status = status


def log_in() -> Any:
    asked = scope(("host", "x"), ("content-length", str(len(BODY))), path="/user/login")
    return SimpleNamespace(**vars(asked) | {"method": "POST"})


@pytest.mark.asvs("15.2.2")
@pytest.mark.parametrize("count", [3, 20])
def test_of_log_ins_that_come_together_no_more_are_let_in_than_may_wait(
    make_app: Callable[..., Flask], count: int
) -> None:
    app = make_app(hash_slots=1, hash_queue=1)

    async def send(door: Door, number: int) -> Counter[int]:
        protocols = [Protocol() for _ in range(number)]
        await asyncio.gather(*(door(log_in(), protocol) for protocol in protocols))
        return Counter(protocol.status for protocol in protocols)

    async def burst() -> Counter[int]:
        door = Door(app)
        await send(door, 2)  # from then on there are threads, which take a moment to wake up
        return await send(door, count)

    with app.app_context():
        assert asyncio.run(burst()) == {401: 2, 503: count - 2}
