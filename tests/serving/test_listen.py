"""A worker says that it listens once it does, and not if it cannot."""

import asyncio
import multiprocessing
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from gatepost.serving import listeners
from gatepost.serving.listeners import Address, find_listeners
from gatepost.serving.worker import work


def test_a_worker_that_cannot_listen_does_not_say_that_it_does(make_app: Callable[..., Flask]) -> None:
    context = multiprocessing.get_context("fork")
    heard, ready = context.Pipe(duplex=False)
    with socket.create_server(("127.0.0.1", 0)) as other:
        worker = context.Process(target=work, args=(Address(*other.getsockname()), make_app(), ready))
        worker.start()
        worker.join(timeout=20)
    assert worker.exitcode == 0
    assert not heard.poll()


def test_where_the_system_does_not_tell_a_connection_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(listeners, "_OPEN_FILES", tmp_path / "none")

    async def scenario() -> None:
        with socket.socket() as later:
            later.bind(("127.0.0.1", 0))
            looking = asyncio.create_task(find_listeners(Address(*later.getsockname())))
            await asyncio.sleep(0.1)
            assert not looking.done()
            later.listen()
            assert await asyncio.wait_for(looking, 5) == []

    asyncio.run(scenario())
