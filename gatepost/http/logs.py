"""Structured logs: one JSON object a line, or one readable line. Lines of libraries are treated alike."""

import logging
import sys
from collections.abc import MutableMapping
from textwrap import indent
from typing import Any

import orjson
import structlog

from gatepost.http.log_writer import LogWriter
from gatepost.http.middleware import request_id
from gatepost.http.redaction import redact_event
from gatepost.http.request_log import REQUESTS, readable, timestamp
from gatepost.settings import Settings

_writer = LogWriter()


def configure_logs(settings: Settings) -> None:
    """Send every log line of this process to standard error, in the format of the settings."""
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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[_bare, renderer]))
    logging.basicConfig(handlers=[handler], level=max(level, logging.INFO), force=True)
    for verbose in ("sqlalchemy", "alembic"):
        logging.getLogger(verbose).setLevel(logging.WARNING)
    logging.getLogger("werkzeug").addFilter(_not_a_request)


class _Lines:
    """The logger below structlog: takes finished lines."""

    def __init__(self, *_: Any) -> None:
        self.debug = self.info = self.warning = _writer.write

    def error(self, line: str) -> None:
        _writer.write(line)
        _writer.flush()

    critical = exception = error


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
