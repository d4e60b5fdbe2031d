"""The way of a request: access, limit, input, deed, answer."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request

from gatepost.caller import Caller
from gatepost.database import db, worth_a_retry
from gatepost.errors import Refusal
from gatepost.settings import Settings
from gatepost.web.access import PUBLIC, Gate, bearer_token
from gatepost.web.answers import Answer, respond
from gatepost.web.body import read_json
from gatepost.web.fields import read_query, validate
from gatepost.web.limits import Limiter
from gatepost.web.room import Endpoint, Room

_TRIES = 5


def open_rooms(app: Flask, rooms: Iterable[Room], gate: Gate, settings: Settings) -> None:
    """Serve every endpoint of these rooms, with and without a slash at the end, and never by a redirect."""
    limiter = Limiter() if settings.limits else None
    for room in rooms:
        for endpoint in room.endpoints:
            app.add_url_rule(
                endpoint.path.rstrip("/"),  # so written, Werkzeug matches both forms alike, also for 405
                endpoint.name,
                _view(endpoint, gate, limiter),
                methods=[endpoint.method],
                provide_automatic_options=False,
            )


def _view(endpoint: Endpoint, gate: Gate, limiter: Limiter | None) -> Callable[..., Response]:
    takes = endpoint.takes

    def view(**given: Any) -> Response:
        request.environ["gatepost.route"] = endpoint.path
        if "uuid" in given:
            given["uuid"] = str(given["uuid"])
        caller = _admit(endpoint, gate, limiter) if endpoint.access is not PUBLIC else None
        if limiter is not None:
            limiter.spend(endpoint.limit, endpoint=endpoint.name, caller=caller)
        if "caller" in takes:
            given["caller"] = caller
        if "refresh_token" in takes:
            given["refresh_token"] = bearer_token()
        if endpoint.body is not None:
            given["body"] = validate(endpoint.body, read_json())
        if endpoint.query is not None:
            given["query"] = read_query(endpoint.query)
        return _answer(_serve(endpoint, given), endpoint.status)

    return view


def _admit(endpoint: Endpoint, gate: Gate, limiter: Limiter | None) -> Caller | None:
    """Who calls. A request that is refused here counts for the address it came from."""
    try:
        caller = gate.admit(endpoint.access)
    except Refusal:
        if limiter is not None:
            limiter.spend(endpoint.limit, endpoint=endpoint.name, caller=None)
        raise
    if caller is not None:
        request.environ["gatepost.user"] = caller.uuid
    return caller


def _serve(endpoint: Endpoint, given: dict[str, Any]) -> Any:
    """Do the deed; once more where its transaction clashed with another and was rolled back whole."""
    for tries_left in reversed(range(_TRIES)):
        try:
            return endpoint.serve(**given)
        except Exception as error:
            if not tries_left or not worth_a_retry(error):
                raise
            db.session.rollback()
    raise AssertionError("unreachable")


def _answer(result: Any, status: int) -> Response:
    if isinstance(result, Answer):
        return respond(result.body, result.status or status, result.headers)
    return respond(result, status)
