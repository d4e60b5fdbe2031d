"""A span for each statement of a traced request, whether SQLAlchemy or a prepared statement sends it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from sqlalchemy import Engine

from gatepost.traces import TRACES

_EXECUTING = ("do_execute", "do_executemany", "do_execute_no_params")  # of a dialect


def trace_statements(engine: Engine) -> None:
    """Make spans of what the dialect of *engine* executes. Writing to SQLite has its own way (``sqlite.py``)."""
    dialect: Any = engine.dialect
    for name in _EXECUTING:
        setattr(dialect, name, traced(dialect.name, getattr(dialect, name)))


def traced(system: str, execute: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap *execute*, whose second argument is a statement."""

    @wraps(execute)
    def execute_traced(cursor: Any, statement: str, *values: Any, **more: Any) -> Any:
        if TRACES.tracer is None:
            return execute(cursor, statement, *values, **more)
        with TRACES.tracer.statement(system, statement):
            return execute(cursor, statement, *values, **more)

    return execute_traced
