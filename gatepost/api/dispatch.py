"""The way of a request: access, limit, input, deed, answer."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import Flask, Response, request

from gatepost.api.answers import Answer, answer_as_oauth, respond
from gatepost.api.body import read_json
from gatepost.api.fields import read_query, validate, validate_form
from gatepost.api.form import read_form
from gatepost.api.room import Endpoint, Room
from gatepost.caller import Caller
from gatepost.database import retry_on_conflict
from gatepost.errors import Refusal
from gatepost.http.access import PUBLIC, Gate, bearer_token
from gatepost.http.bulkhead import Bulkhead
from gatepost.http.limits import KnownDevice, Limiter
from gatepost.settings import Settings
from gatepost.throttling.counters import CountTogether, counter_for


def open_rooms(
    app: Flask,
    rooms: Iterable[Room],
    gate: Gate,
    settings: Settings,
    *,
    count_together: CountTogether,
    known_device: KnownDevice,
) -> None:
    """Serve every endpoint of these rooms, with and without a slash at the end, and never by a redirect."""
    endpoints = [endpoint for room in rooms for endpoint in room.endpoints]
    seats = app.extensions["gatepost.seats"] = Bulkhead(settings.hash_seats, endpoints)
    limiter = None
    if settings.limits:
        counter = counter_for(settings, count_together)
        limiter = Limiter(counter, known_device=known_device, secret=settings.secret_key)
    for endpoint in endpoints:
        view = _view(endpoint, gate, limiter)
        app.add_url_rule(
            endpoint.path.rstrip("/"),  # so written, Werkzeug matches both forms alike, also for 405
            endpoint.name,
            seats.needed_for(endpoint, view) if endpoint.hashes else view,
            methods=[endpoint.method],
            provide_automatic_options=False,
        )
    app.wsgi_app = seats.before(app.wsgi_app)  # type: ignore[assignment, method-assign]  # Flask's documented way


def _view(endpoint: Endpoint, gate: Gate, limiter: Limiter | None) -> Callable[..., Response]:
    takes = endpoint.takes

    def view(**given: Any) -> Response:
        request.environ["gatepost.route"] = endpoint.path
        if "uuid" in given:
            given["uuid"] = str(given["uuid"])
        asker = _admit(endpoint, gate, limiter) if endpoint.access is not PUBLIC else _STRANGER
        if limiter is not None:
            limiter.spend(endpoint.limit, endpoint=endpoint.name, who=asker.name)
        if "caller" in takes:
            given["caller"] = asker.caller
        if "client_id" in takes:
            given["client_id"] = asker.client_id
        if "refresh_token" in takes:
            given["refresh_token"] = bearer_token()
        _read_input(endpoint, given, asker)
        if limiter is not None and endpoint.body is not None:
            limiter.spend_of_account(endpoint.limit, endpoint=endpoint.name, body=given["body"])
        return _answer(_serve(endpoint, given), endpoint.status)

    return view


def _read_input(endpoint: Endpoint, given: dict[str, Any], asker: "_Asker") -> None:
    """Add to what is *given* to the endpoint's function: body, form and query, in their shapes."""
    if endpoint.body is not None:
        given["body"] = validate(endpoint.body, read_json())
    if endpoint.form is not None:
        given["form"] = validate_form(endpoint.form, asker.fields)
    if endpoint.query is not None:
        given["query"] = read_query(endpoint.query)


class _Asker(NamedTuple):
    """Who was admitted: a user, or a client and the form it sent."""

    caller: Caller | None = None
    client_id: str | None = None
    fields: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> str | None:
        """Whose requests count together; None where nobody is known."""
        return self.caller.uuid if self.caller else self.client_id


_STRANGER = _Asker()


def _admit(endpoint: Endpoint, gate: Gate, limiter: Limiter | None) -> _Asker:
    """Who asks. A request that is refused here counts for the address it came from."""
    try:
        if endpoint.access.client:
            answer_as_oauth()
            fields = read_form()
            return _Asker(client_id=gate.admit_client(endpoint.access, fields), fields=fields)
        caller = gate.admit(endpoint.access)
    except Refusal:
        if limiter is not None:
            limiter.spend(endpoint.limit, endpoint=endpoint.name, who=None)
        raise
    if caller is not None:
        request.environ["gatepost.user"] = caller.uuid
    return _Asker(caller)


def _serve(endpoint: Endpoint, given: dict[str, Any]) -> Any:
    """Do the deed."""
    return retry_on_conflict(lambda: endpoint.serve(**given))


def _answer(result: Any, status: int) -> Response:
    if isinstance(result, Answer):
        return respond(result.body, result.status or status, result.headers)
    return respond(result, status)
