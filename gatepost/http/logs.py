"""Structured logs: one JSON object a line, or one readable line. Lines of libraries are treated alike."""

import logging
from collections.abc import MutableMapping
from functools import partial
from textwrap import indent
from typing import Any

import orjson
import structlog

from gatepost.caller import request_id
from gatepost.database.patience import PatientPool
from gatepost.http.log_writer import LogWriter
from gatepost.http.redaction import redact_event
from gatepost.http.request_log import REQUESTS, readable, timestamp
from gatepost.settings import Settings


def configure_logs(settings: Settings) -> None:
    """Send every log line of this process to standard error, in the format of the settings. None waits for the log."""
    level = getattr(logging, settings.log_level.upper())
    shared: list[Any] = [
        _add_time_and_place,
        structlog.processors.format_exc_info,
        redact_event,
    ]
    renderer: Any = structlog.processors.JSONRenderer(_dump) if settings.log_format == "json" else _readable
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Lines,
        cache_logger_on_first_use=True,
    )
    REQUESTS.write = _writer.write if level <= logging.INFO else None
    REQUESTS.json = settings.log_format == "json"
    handler = _Handler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[_bare, renderer]))
    logging.basicConfig(handlers=[handler], level=max(level, logging.INFO), force=True)
    for verbose in ("sqlalchemy", "alembic", PatientPool.__module__):  # a pool logs by the name of its class
        logging.getLogger(verbose).setLevel(logging.WARNING)
    logging.getLogger("werkzeug").addFilter(_not_a_request)


def flush_logs() -> None:
    """Wait until the lines so far are written, a second at most."""
    _writer.flush()


def _lost_line(count: int) -> str:
    """The line for *count* lines that found the queue full, in the format of the others."""
    line = {"timestamp": timestamp(), "level": "warning", "event": "log.lost", "request_id": "-", "lines": count}
    return orjson.dumps(line).decode() if REQUESTS.json else readable(line)


_writer = LogWriter(_lost_line)


class _Lines:
    """The logger below structlog: takes finished lines."""

    def __init__(self, *_: Any) -> None:
        self.debug = self.info = self.warning = _writer.write
        self.error = self.critical = self.exception = partial(_writer.write, at_once=True)


class _Handler(logging.Handler):
    """Takes the lines of libraries."""

    def emit(self, record: logging.LogRecord) -> None:
        _writer.write(self.format(record), at_once=record.levelno >= logging.ERROR)


def _not_a_request(line: logging.LogRecord) -> bool:
    """Drop the request lines of Flask's development server: they hold the query, and ours are enough."""
    return " - - [" not in line.getMessage()


def _add_time_and_place(_logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event["timestamp"] = timestamp()
    event["level"] = method
    event["request_id"] = request_id.get()
    return event


def _bare(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(None, "", event)


def _dump(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=repr).decode("utf-8", "replace")


def _readable(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """One line, with an indented traceback below it."""
    traceback = event.pop("exception", None)
    line = readable(dict(event))
    return f"{line}\n{indent(traceback, '    ')}" if traceback else line
