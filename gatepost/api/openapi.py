"""OpenAPI 3.1, generated from the declarations."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from gatepost import __version__, errors
from gatepost.api.room import Endpoint, Room
from gatepost.errors import Refusal
from gatepost.http.access import ANY_CLIENT, FORWARDED, PUBLIC, Access
from gatepost.http.limits import Unlimited
from gatepost.http.paths import template, variables

_SCHEMES = {"access": "accessToken", "refresh": "refreshToken"}
_REF = "#/components/schemas/{model}"
_ERROR = {
    "type": "object",
    "required": ["message", "status", "code"],
    "additionalProperties": False,
    "properties": {
        "message": {"type": "string", "description": "for people"},
        "status": {"type": "integer", "description": "the HTTP status"},
        "code": {"type": "string", "description": "for programs"},
        "errors": {
            "type": "object",
            "description": "what is wrong with each field (422 only)",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "second_factor": {
            "type": "object",
            "description": "the factor that is due (403 `second_factor_required` only)",
            "required": ["token", "factors", "expires_in"],
            "additionalProperties": False,
            "properties": {
                "token": {"type": "string", "description": "for POST /user/login/factor"},
                "factors": {"type": "array", "items": {"type": "string"}, "description": "the kinds that are enrolled"},
                "expires_in": {"type": "integer", "description": "seconds"},
            },
        },
    },
}


_OAUTH_ERROR = {
    **_ERROR,
    "required": ["message", "status", "code", "error", "error_description"],
    "properties": {
        "message": {"type": "string", "description": "for people"},
        "status": {"type": "integer", "description": "the HTTP status"},
        "code": {"type": "string", "description": "the same as `error`"},
        "error": {"type": "string", "description": "for programs (RFC 6749)"},
        "error_description": {"type": "string", "description": "the same as `message`"},
    },
}


def openapi(rooms: Iterable[Room], *, server: str) -> dict[str, Any]:
    """The OpenAPI document of all endpoints of these rooms, which are served at the URL *server*."""
    schemas: dict[str, Any] = {"Error": _ERROR, "OAuthError": _OAUTH_ERROR}
    paths: dict[str, Any] = {}
    for endpoint in (endpoint for room in rooms for endpoint in room.endpoints):
        paths.setdefault(template(endpoint.path), {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gatepost",
            "version": __version__,
            "summary": "User accounts and sign-in",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "refreshToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "sessionCookie": {"type": "apiKey", "in": "cookie", "name": "__Host-gatepost-session"},
                "csrfToken": {"type": "apiKey", "in": "header", "name": "Gatepost-CSRF"},
                "client": {"type": "http", "scheme": "basic", "description": "client_id and secret, each form-encoded"},
            },
        },
    }


def refusals(endpoint: Endpoint) -> list[type[Refusal]]:
    """Every refusal that *endpoint* may answer with: its own, and those of its access, input and limit."""
    found: list[type[Refusal]] = [*endpoint.refuses, *_of_access(endpoint.access)]
    if endpoint.access.token == "access" and not endpoint.access.admits_actors(endpoint.method):  # noqa: S105  the kind
        found.append(errors.ActsForAnother)
    if _takes_cookie(endpoint.access) and endpoint.method != "GET":
        found += [errors.CrossSiteRequest, errors.InvalidCsrfToken]
    if errors.ReauthenticationRequired in endpoint.refuses:  # where a scope holds, no log-in counts as recent
        found += [errors.SessionRequired, errors.InsufficientScope]
    if endpoint.body:
        found += [errors.MalformedJSON, errors.TooLarge, errors.UnsupportedMediaType, errors.InvalidInput]
    if endpoint.query:
        found.append(errors.InvalidInput)
    if not isinstance(endpoint.limit, Unlimited):
        found.append(errors.TooManyRequests)
    if endpoint.hashes:
        found.append(errors.TooManyPasswords)
    return [*dict.fromkeys([*found, errors.Unavailable])]


def _of_access(access: Access) -> list[type[Refusal]]:
    found: list[type[Refusal]] = []
    if access.token:
        found += [errors.AuthenticationRequired, errors.InvalidToken]
    if access.token and access is not FORWARDED:
        found.append(errors.MalformedAuthorization)
    found += [errors.SignInFirst, errors.CrossSiteRequest] if access.at_host else []
    if _takes_cookie(access):
        found.append(errors.TwoCredentials)
    if access.client:
        found += [errors.InvalidRequest, errors.InvalidClient, errors.TooLarge, errors.FormRequired]
    if access.token == "access" and not access.scopes:  # noqa: S105  the kind of token, not one
        found.append(errors.SessionRequired)
    if access.token == "access" and not access.any_scope:  # noqa: S105  the kind of token, not one
        found.append(errors.InsufficientScope)
    if access.recent:
        found.append(errors.ReauthenticationRequired)
    if access.factor:
        found.append(errors.FactorRequired)
    if access.token == "access" and not access.enrolling:  # noqa: S105  the kind of token, not one
        found.append(errors.EnrolmentRequired)
    return found


def _takes_cookie(access: Access) -> bool:
    return access.token == "access" and access.by_cookie  # noqa: S105  the kind of token, not one


def _operation(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.name.replace(".", "_"),
        "tags": [endpoint.room],
        "summary": endpoint.summary,
        "x-access": endpoint.access.name,
        "x-rate-limit": str(endpoint.limit),
        "security": _security(endpoint),
        "responses": _responses(endpoint, schemas),
    }
    if endpoint.description:
        operation["description"] = endpoint.description
    if endpoint.body:
        content = {"application/json": {"schema": _schema(endpoint.body, schemas)}}
        operation["requestBody"] = {"required": True, "content": content}
    if endpoint.form:
        content = {"application/x-www-form-urlencoded": {"schema": _schema(endpoint.form, schemas)}}
        operation["requestBody"] = {"required": True, "content": content}
    if parameters := [*_path_parameters(endpoint), *_query_parameters(endpoint)]:
        operation["parameters"] = parameters
    return operation


def _security(endpoint: Endpoint) -> list[dict[str, list[str]]]:
    """The alternatives to authenticate. The public client needs none: its ``client_id`` in the form is enough."""
    if endpoint.access is PUBLIC:
        return []
    if endpoint.access.client:
        return [{"client": []}, *([{}] if endpoint.access is ANY_CLIENT else [])]
    permission = endpoint.access.permission  # "a list of role names which are required" (OpenAPI 3.1)
    names: list[str] = [] if permission is None else [permission]
    by_token: dict[str, list[str]] = {_SCHEMES[str(endpoint.access.token)]: names}
    if not _takes_cookie(endpoint.access):
        return [by_token]
    csrf: dict[str, list[str]] = {} if endpoint.method == "GET" else {"csrfToken": []}
    return [by_token, {"sessionCookie": names, **csrf}]


def _responses(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(status): {
            "description": "Success",
            "content": {"application/json": {"schema": _schema(answer, schemas)}},
        }
        for status, answer in {endpoint.status: endpoint.answer, **endpoint.also}.items()
    }
    error = {"$ref": _REF.format(model="OAuthError" if endpoint.form else "Error")}
    for refusal in refusals(endpoint):
        known = responses.setdefault(
            str(refusal.status),
            {"description": "", "content": {"application/json": {"schema": error}}},
        )
        line = f"`{endpoint.code_of(refusal)}`: {refusal.message}"
        if line not in known["description"]:
            known["description"] = f"{known['description']}\n\n{line}".strip()
    return dict(sorted(responses.items()))


def _path_parameters(endpoint: Endpoint) -> Iterable[dict[str, Any]]:
    for name, schema in variables(endpoint.path):
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(endpoint: Endpoint) -> Iterable[dict[str, Any]]:
    if endpoint.query is None:
        return
    schema = endpoint.query.model_json_schema()
    for name, field in schema["properties"].items():
        if field.get("default", ...) is None:
            del field["default"]
        description = {"description": field.pop("description")} if "description" in field else {}
        required = name in schema.get("required", ())
        yield {"name": name, "in": "query", "required": required, "schema": field, **description}


def _schema(shape: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """A reference to the schema of *shape*. Adds the schema, and those it refers to, to *schemas*."""
    schema = TypeAdapter(shape).json_schema(ref_template=_REF, mode="validation")
    for field in schema.get("properties", {}).values():
        if field.get("default", ...) is None:  # because a field that is left out differs from null
            del field["default"]
    schemas |= schema.pop("$defs", {})
    name = schema.get("title") or shape.__name__
    schemas[name] = schema
    return {"$ref": _REF.format(model=name)}
