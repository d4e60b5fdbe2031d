"""How the event loop asks the database about many sessions at once."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine

from gatepost import clock
from gatepost.database.deadline import begin_deadline, end_deadline
from gatepost.database.engines import READER, reader_options, set_up_engine
from gatepost.serving.look_up import Rows
from gatepost.settings import Settings

_THREADS = 4  # statements under way, of which one may hang


class FromThreads:
    """A database server is asked in threads of their own, through the reading pool."""

    def __init__(self, app: Flask) -> None:
        settings: Settings = app.extensions["gatepost"]
        self._app = app
        self._seconds = settings.database_timeout.total_seconds()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="look-up")

    async def ask(self, question: Any, keys: Sequence[Any], since: float) -> Mapping[Any, Rows]:
        """The rows of each of these sessions. Raises the database's errors, DATABASE_TIMEOUT after *since* at most.

        *since*: when the first request came that waits for it. Statements that hang may have kept it waiting.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, question, keys, since)

    def _ask(self, question: Any, keys: Sequence[Any], since: float) -> Mapping[Any, Rows]:
        deadline = begin_deadline(self._seconds - (clock.stopwatch() - since))
        try:
            with self._app.app_context():
                found: Mapping[Any, Rows] = question.rows_of(keys, _reader(self._app))
                return found
        finally:
            end_deadline(deadline)


class FromLoop:
    """SQLite is asked in the event loop, through a connection of its own.

    A reader waits for no writer, and a look-up takes less time than it takes to hand it to a thread. If the file cannot
    be read at once, an error is raised.
    """

    def __init__(self, app: Flask) -> None:
        settings: Settings = app.extensions["gatepost"]
        options = reader_options(settings)
        self._engine = create_engine(**options | {"pool_size": 1, "connect_args": {"timeout": 0}})
        set_up_engine(self._engine, settings, writer=False)

    async def ask(self, question: Any, keys: Sequence[Any], _since: float) -> Mapping[Any, Rows]:
        """The rows of each of these sessions. Raises the driver's errors."""
        found: Mapping[Any, Rows] = question.rows_of(keys, self._engine)
        return found


def asker_for(app: Flask) -> FromThreads | FromLoop:
    """The way to ask the database of *app*."""
    with app.app_context():
        return FromLoop(app) if _reader(app).dialect.name == "sqlite" else FromThreads(app)


def _reader(app: Flask) -> Engine:
    engine: Engine = app.extensions["sqlalchemy"].engines[READER]
    return engine
