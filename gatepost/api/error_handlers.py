"""All errors share one shape: refusals, the framework's errors, the database's, and unexpected ones."""

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from gatepost import errors
from gatepost.api.answers import respond, respond_to_refusal
from gatepost.database import is_unavailable
from gatepost.http.request_log import note_refusal

log = structlog.get_logger("gatepost")

_BY_STATUS: dict[int, type[errors.Refusal]] = {
    400: errors.InvalidRequest,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    413: errors.TooLarge,
    415: errors.UnsupportedMediaType,
    500: errors.InternalError,
}
_KEPT_HEADERS = ("Allow", "Retry-After")


def answer_errors(app: Flask) -> None:
    """Register handlers for every exception that is raised while a request is served."""
    app.register_error_handler(errors.Refusal, respond_to_refusal)
    app.register_error_handler(HTTPException, _respond_to_framework)
    app.register_error_handler(Exception, _respond_to_unexpected)


def _respond_to_framework(error: HTTPException) -> Response:
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in _KEPT_HEADERS}
    if status in _BY_STATUS:
        return respond_to_refusal(_BY_STATUS[status](headers=headers))
    body = {"message": error.name, "status": status, "code": error.name.lower().replace(" ", "_")}
    note_refusal(request.environ, str(body["code"]))
    return respond(body, status, headers)


def refusal_for(error: Exception) -> errors.Refusal:
    """The refusal that a client is told for an error that nobody expected. It is logged."""
    if is_unavailable(error):
        log.error("database.unavailable", error=type(error).__name__)
        return errors.Unavailable()
    log.error("request.failed", exc_info=error)
    return errors.InternalError()


def _respond_to_unexpected(error: Exception) -> Response:
    return respond_to_refusal(refusal_for(error))
