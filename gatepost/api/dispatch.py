"""Dispatch of a request to an endpoint: access, limit, input, limits of the account it names, deed, answer."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response

from gatepost.api.answers import Answer, answer_as_oauth, refuse_without_flask, respond
from gatepost.api.fields import read_query, validate
from gatepost.api.json_body import read_json
from gatepost.api.room import Endpoint, Room
from gatepost.database import retry_on_conflict
from gatepost.errors import InvalidRequest, TooManyPasswords, Unavailable
from gatepost.http.admission import Admission, Requester
from gatepost.http.bulkhead import MALFORMED, OVERLOADED, Bulkhead, Hashing
from gatepost.http.form import read_form, validate_form
from gatepost.http.gate import bearer_token
from gatepost.http.present import present
from gatepost.settings import Settings


def open_rooms(
    app: Flask, rooms: Iterable[Room], admission: Admission, settings: Settings, hashing: Iterable[Hashing] = ()
) -> Bulkhead:
    """Register every endpoint of these rooms with Flask, with and without a final slash, without redirects.

    Returns the bulkhead, in which the pages of *hashing* have slots, too.
    """
    endpoints = [endpoint for room in rooms for endpoint in room.endpoints]
    app.extensions["gatepost.admission"] = admission
    bulkhead = app.extensions["gatepost.bulkhead"] = Bulkhead(settings.bulkhead_slots, [*endpoints, *hashing])
    for endpoint in endpoints:
        view = _view(endpoint, admission)
        app.add_url_rule(
            endpoint.path.rstrip("/"),  # in this form Werkzeug matches both alike, also for 405
            endpoint.name,
            bulkhead.guard(endpoint, view) if endpoint.hashes else view,
            methods=[endpoint.method],
            provide_automatic_options=False,
        )
    refuse = refuse_without_flask(TooManyPasswords())
    refuse_as = {OVERLOADED: refuse_without_flask(Unavailable()), MALFORMED: refuse_without_flask(InvalidRequest())}
    app.wsgi_app = bulkhead.before(app.wsgi_app, refuse, refuse_as)  # type: ignore[assignment, method-assign]  # Flask's documented way
    return bulkhead


def _view(endpoint: Endpoint, admission: Admission) -> Callable[..., Response]:
    def view(**given: Any) -> Response:
        answer = serve_endpoint(endpoint, admission, given)
        return respond(answer.body, answer.status or endpoint.status, answer.headers)

    return view


def serve_endpoint(endpoint: Endpoint, admission: Admission, given: dict[str, Any], *, writes: bool = True) -> Answer:
    """Serve the present request. *given* are the variables of its path. Raises the refusals of the endpoint.

    A deed that *writes* is run again if its transaction was rolled back on a conflict.
    """
    takes = endpoint.takes
    present()["gatepost.route"] = endpoint.path
    requester = admission.admit(endpoint, read_form=_read_oauth_form)
    if "caller" in takes:
        given["caller"] = requester.caller
    if "client_id" in takes:
        given["client_id"] = requester.client_id
    if "refresh_token" in takes:
        given["refresh_token"] = bearer_token()
    _read_input(endpoint, given, requester)
    if endpoint.body is not None:
        admission.count_for_account(endpoint, given["body"])
    result = _serve(endpoint, given) if writes else endpoint.serve(**given)
    return result if isinstance(result, Answer) else Answer(result)


def _read_input(endpoint: Endpoint, given: dict[str, Any], requester: Requester) -> None:
    """Add the validated body, form and query to *given*, the arguments of the endpoint's function."""
    if endpoint.body is not None:
        given["body"] = validate(endpoint.body, read_json())
    if endpoint.form is not None:
        given["form"] = validate_form(endpoint.form, requester.fields)
    if endpoint.query is not None:
        given["query"] = read_query(endpoint.query)


def _read_oauth_form() -> dict[str, str]:
    answer_as_oauth()
    return read_form()


def _serve(endpoint: Endpoint, given: dict[str, Any]) -> Any:
    """Call the endpoint's function, again if its transaction was rolled back on a conflict."""
    return retry_on_conflict(lambda: endpoint.serve(**given))
