"""The pages of docs/ that are lists: errors.md, events.md and metrics-list.md. ``generate.py`` writes them."""

from collections.abc import Iterable, Iterator

from gatepost.app import ROOMS
from gatepost.audit.events import EVENTS, OF_NOBODY
from gatepost.errors import Refusal
from gatepost.http.paths import readable
from gatepost.metrics.catalogue import CATALOGUE


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], indent: str = "") -> Iterator[str]:
    for cells in (head, ("---",) * len(head), *rows):
        line = " | ".join(cell.replace("|", "\\|") for cell in cells)
        yield f"{indent}| {line} |\n"


# --- errors.md ------------------------------------------------------------------------------------------------------

ERRORS = """# Errors

Every refusal has one shape: `{"message": "for people", "status": 409, "code": "username_taken"}`. A 422 also has
`"errors"`, which names each wrong field. Endpoints that take a form answer as OAuth 2.0 does (RFC 6749 section 5.2):
their refusals also have `"error"` and `"error_description"`, and `code` is the same as `error`: `invalid_request`,
`invalid_client`, `temporarily_unavailable` or `server_error`.

Use `code` in programs, because a message may change. Each 401 has a header `WWW-Authenticate` by RFC 6750, or for a
client by RFC 7617. Each 405 has the header `Allow`, each 429 and 503 the header `Retry-After` in seconds. Every answer
has the header `X-Request-ID`, which is also in its log line.

Only a refusal by the HTTP server itself, before the service sees the request (400, 431), may look different.

"""


def errors_page() -> Iterator[str]:
    yield ERRORS
    declared: dict[type[Refusal], list[str]] = {}
    for endpoint in (endpoint for room in ROOMS for endpoint in room.endpoints):
        for refusal in endpoint.refuses:
            declared.setdefault(refusal, []).append(f"`{endpoint.method} {readable(endpoint.path)}`")
    rows = []
    for refusal in sorted(all_refusals(), key=lambda refusal: (refusal.status, refusal.code, refusal.__name__)):
        when = " ".join((refusal.__doc__ or "").split())
        where = ", ".join(declared.get(refusal, ()))
        rows.append((str(refusal.status), f"`{refusal.code}`", refusal.message, f"{when} {where}".strip()))
    yield from table(("status", "code", "message", "when"), rows)


def all_refusals(above: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for refusal in above.__subclasses__():
        yield refusal
        yield from all_refusals(refusal)


# --- events.md ------------------------------------------------------------------------------------------------------

EVENTS_HEAD = """# Events

These are the events of the audit record, by name. [audit.md](audit.md) says how to read and verify the record.

"""


def events_page() -> Iterator[str]:
    yield EVENTS_HEAD
    rows = [
        (f"`{name}`", event.means, "yes" if event.shown else "no", "no" if name in OF_NOBODY else "yes")
        for name, event in EVENTS.items()
    ]
    yield from table(("event", "what happened", "shown to its user", "in the chain"), rows)


# --- metrics-list.md ------------------------------------------------------------------------------------------------

METRICS_HEAD = """# The metrics

[metrics.md](metrics.md) shows how to scrape them, and what to ask of them. Each is a sum over all processes of one
service, unless it has the label `process`. A histogram is shown as `…_bucket`, `…_sum` and `…_count`, in seconds.

- `route` is the declared path, such as `/user/<uuid:uuid>`, or `(unknown)`; `method` is one of HTTP's or `other`.
- `code` is one of [errors.md](errors.md). `proof` is `pwd`, `otp` or `link` for what was sent, or
  `provider`.
- `kind` is a kind of entry of the outbox. `pool` is `writer` or `reader`.
- `process` numbers the processes that live, from 1. A worker that replaces another takes its number.

The values of the labels are those that the code declares. No metric holds a name, an address, a uuid or a token.

"""


def metrics_page() -> Iterator[str]:
    yield METRICS_HEAD
    rows = [
        (
            f"`{metric.shown_as}`",
            metric.kind,
            ", ".join(f"`{label}`" for label in metric.labels),
            metric.meaning.replace("(errors.md)", "([errors.md](errors.md))"),
        )
        for metric in CATALOGUE
    ]
    yield from table(("metric", "kind", "labels", "meaning"), rows)
