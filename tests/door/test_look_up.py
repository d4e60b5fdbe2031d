"""One look-up answers all that wait, and nobody who came after it was sent."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from gatepost.serving.look_up import LookUp, Rows
from tests.support.time import SetClock


class Slow:
    """A database that takes its time: a statement sees what is true when it is sent, and answers when let."""

    def __init__(self) -> None:
        self.alive = {"ada", "bob"}
        self.asked: list[list[Any]] = []
        self.let = asyncio.Event()
        self.error: Exception | None = None

    async def ask(self, keys: Sequence[Any], _since: float) -> Mapping[Any, Rows]:
        self.asked.append(list(keys))
        rows = {key: [(key,)] for key in keys if key in self.alive}
        await self.let.wait()
        if self.error:
            raise self.error
        return rows


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_all_that_wait_together_are_one_statement() -> None:
    async def scenario() -> None:
        database = Slow()
        database.let.set()
        look_up = LookUp(database.ask)
        found = await asyncio.gather(*[look_up.rows(key) for key in ("ada", "bob", "eve", "ada")])
        assert found == [[("ada",)], [("bob",)], (), [("ada",)]]
        assert database.asked == [["ada", "bob", "eve"]]

    asyncio.run(scenario())


@pytest.mark.asvs("7.4.1")
def test_a_request_after_a_logout_gets_no_answer_of_a_statement_before_it() -> None:
    async def scenario() -> None:
        database = Slow()
        look_up = LookUp(database.ask)
        before = asyncio.create_task(look_up.rows("ada"))
        await settle()
        assert database.asked == [["ada"]]
        database.alive.discard("ada")  # her logout is answered, while the statement is under way
        after = [asyncio.create_task(look_up.rows("ada")) for _ in range(3)]
        await settle()
        database.let.set()
        assert await before == [("ada",)]
        assert await asyncio.gather(*after) == [(), (), ()]
        assert database.asked == [["ada"], ["ada"]]

    asyncio.run(scenario())


def test_nothing_is_remembered_after_an_answer() -> None:
    async def scenario() -> None:
        database = Slow()
        database.let.set()
        look_up = LookUp(database.ask)
        for alive in (True, False):
            assert (await look_up.rows("ada") == [("ada",)]) is alive
            database.alive.discard("ada")
        assert len(database.asked) == 2

    asyncio.run(scenario())


def test_a_statement_that_hangs_holds_up_no_later_ones() -> None:
    async def scenario() -> None:
        database = Slow()
        look_up = LookUp(database.ask)
        hanging = asyncio.create_task(look_up.rows("ada"))
        await settle()
        quick = Slow()
        quick.let.set()
        look_up._ask = quick.ask
        assert await asyncio.wait_for(look_up.rows("bob"), 5) == [("bob",)]
        assert not hanging.done()
        database.let.set()
        assert await hanging == [("ada",)]

    asyncio.run(scenario())


def test_an_error_reaches_all_that_waited_and_nobody_else() -> None:
    async def scenario() -> None:
        database = Slow()
        database.let.set()
        database.error = ConnectionError("away")
        look_up = LookUp(database.ask)
        found = await asyncio.gather(look_up.rows("ada"), look_up.rows("bob"), return_exceptions=True)
        assert [type(each) for each in found] == [ConnectionError] * 2
        database.error = None
        assert await look_up.rows("ada") == [("ada",)]

    asyncio.run(scenario())


def test_with_an_age_an_answer_is_used_again_for_so_long(time: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [0.0]
    monkeypatch.setattr("gatepost.clock.stopwatch", lambda: moments[0])

    async def scenario() -> None:
        database = Slow()
        database.let.set()
        look_up = LookUp(database.ask, age=2.0)
        assert await look_up.rows("ada") == [("ada",)]
        database.alive.discard("ada")
        moments[0] = 1.9
        assert await look_up.rows("ada") == [("ada",)]
        moments[0] = 2.0
        assert await look_up.rows("ada") == ()
        assert len(database.asked) == 2

    asyncio.run(scenario())


def test_answers_that_are_too_old_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [0.0]
    monkeypatch.setattr("gatepost.clock.stopwatch", lambda: moments[0])

    async def scenario() -> None:
        database = Slow()
        database.let.set()
        look_up = LookUp(database.ask, age=2.0)
        for batch in range(30):
            moments[0] = float(batch)
            await asyncio.gather(*[look_up.rows((batch, number)) for number in range(1000)])
        assert len(look_up._known) < 13_000

    asyncio.run(scenario())
