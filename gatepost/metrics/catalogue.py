"""The catalogue: every metric with its kind, its meaning and its labels. ``docs/metrics.md`` is made from this file.

The code declares the values of each label, so they are few. None is taken from what a client sent or a user is called,
but for the country of a number, of which there are 250.
"""

from typing import Literal, NamedTuple

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_SLOW = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

# How the values of several processes become one: their sum over live processes, the highest, or the newest.
Mode = Literal["livesum", "livemax", "mostrecent"]


class Metric(NamedTuple):
    """A metric. A counter's name is shown with ``_total``, a histogram's with ``_bucket``, ``_sum`` and ``_count``."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    meaning: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()  # of a histogram, in seconds
    mode: Mode = "livesum"  # of a gauge

    @property
    def shown_as(self) -> str:
        return f"{self.name}_total" if self.kind == "counter" else self.name


REQUESTS = Metric("gatepost_requests", "counter", "Answered requests.", ("method", "route", "status"))
REQUEST_SECONDS = Metric(
    "gatepost_request_seconds",
    "histogram",
    "Time from the arrival of a request to its answer, with all waiting; under another server without the wait for it.",
    ("method", "route"),
    _FAST,
)
REFUSALS = Metric(
    "gatepost_refusals", "counter", "Refused requests, by the code of the refusal (errors.md).", ("route", "code")
)
LOGINS = Metric("gatepost_logins", "counter", "Log-ins that succeeded, by the proof.", ("proof",))
REQUEST_THREADS = Metric(
    "gatepost_request_threads",
    "gauge",
    "Threads in which Flask serves requests, but those that hash; only under `gatepost serve`.",
)
REQUEST_THREADS_TAKEN = Metric("gatepost_request_threads_taken", "gauge", "Those that serve a request.")
REQUESTS_WAITING = Metric("gatepost_requests_waiting", "gauge", "Requests that wait for such a thread.")
SLOTS = Metric("gatepost_bulkhead_slots", "gauge", "Requests that may hash a password or wait for it.")
SLOTS_TAKEN = Metric("gatepost_bulkhead_slots_taken", "gauge", "Requests that do so. If all slots are taken: 503.")
HASHES_WAITING = Metric("gatepost_hashes_waiting", "gauge", "Password hashes that wait for a processor.")
HASH_WAIT_SECONDS = Metric("gatepost_hash_wait_seconds", "histogram", "Time until a password hash began.", (), _SLOW)
HASH_SECONDS = Metric("gatepost_hash_seconds", "histogram", "Time that a password hash took once begun.", (), _SLOW)
OUTBOX_ENTRIES = Metric(
    "gatepost_outbox_entries",
    "gauge",
    "Entries of the outbox: `due` now, or `later` because another attempt waits or is under way.",
    ("kind", "state"),
    mode="mostrecent",
)
OUTBOX_OLDEST_SECONDS = Metric(
    "gatepost_outbox_oldest_seconds",
    "gauge",
    "Age of the oldest entry that is neither sent nor given up; 0 if there is none.",
    ("kind",),
    mode="mostrecent",
)
OUTBOX_ASKED = Metric(
    "gatepost_outbox_asked_timestamp_seconds",
    "gauge",
    "When the database last told about the outbox (Unix time). The two metrics above are as old as this.",
    mode="mostrecent",
)
OUTBOX_ATTEMPTS = Metric(
    "gatepost_outbox_attempts",
    "counter",
    "Attempts: `done`, `failed` and tried again later, or `given_up`.",
    ("kind", "outcome"),
)
SMS_CODES = Metric(
    "gatepost_sms_codes",
    "counter",
    "Codes by SMS, by the country of the number: `sent`, `answered` because they came back, or refused: `stopped`, "
    "`over_budget`.",
    ("country", "outcome"),
)
WEBHOOK_ATTEMPTS = Metric(
    "gatepost_webhook_attempts",
    "counter",
    "Deliveries to webhooks that were tried: `done`, `failed` and tried again later, or `given_up`.",
    ("outcome",),
)
WEBHOOKS_DISABLED = Metric(
    "gatepost_webhooks_disabled",
    "counter",
    "Webhooks that were disabled because of their answers: `gone` (410), or `failing` for days.",
    ("because",),
)
CONNECTIONS = Metric("gatepost_database_connections", "gauge", "Database connections that a pool may open.", ("pool",))
CONNECTIONS_USED = Metric("gatepost_database_connections_used", "gauge", "Connections that are in use.", ("pool",))
CONNECTION_WAIT_SECONDS = Metric(
    "gatepost_database_wait_seconds",
    "histogram",
    "Time until a pool gave a connection, failed waits included.",
    ("pool",),
    _FAST,
)
LINES_LOST = Metric("gatepost_log_lines_lost", "counter", "Log lines that found the queue full.")
BUILD = Metric("gatepost_build_info", "gauge", "Always 1.", ("version", "python"), mode="livemax")
PROCESS_CPU = Metric("gatepost_process_cpu_seconds", "counter", "Processor time of all processes.")
PROCESS_MEMORY = Metric("gatepost_process_resident_memory_bytes", "gauge", "Memory of a process.", ("process",))
PROCESS_FILES = Metric("gatepost_process_open_fds", "gauge", "Open files and connections of a process.", ("process",))
PROCESS_FILES_MAX = Metric("gatepost_process_max_fds", "gauge", "How many it may open.", ("process",))
PROCESS_THREADS = Metric("gatepost_process_threads", "gauge", "Threads of Python of a process.", ("process",))
PROCESS_START = Metric(
    "gatepost_process_start_time_seconds", "gauge", "When a process was started (Unix time).", ("process",)
)

CATALOGUE = tuple(each for each in list(globals().values()) if isinstance(each, Metric))
