"""The part of the OpenAPI document that the clients are generated from."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from gatepost.api.openapi import openapi
from gatepost.app import ROOMS

_NOT_FOR_USERS = {"client", "any client", "forwarded"}  # gatepost.verify and proxies ask those
_BY_THEMSELVES = {"refresh token", "token only"}  # the clients refresh by POST, and log out by POST
BEGINS = {"LoggedIn"}
"""Answers that begin a session: the client keeps its tokens."""
RENEWS = {"Reauthenticated", "Enrolment", "AddedPasskeyAnswer"}
"""Answers with another access token of the same session."""
_OF_OTHERS = {"ImpersonationAnswer"}
_REFUSAL = re.compile(r"^`(\w+)`: ", re.MULTILINE)


class Operation(NamedTuple):
    """An endpoint as the clients see it."""

    method: str
    path: str
    room: str
    name: str
    told: dict[str, Any]

    @property
    def answers(self) -> list[str]:
        """The names of the schemas of its answers."""
        found = [answer for status, answer in self.told["responses"].items() if status.startswith("2")]
        return [_name(answer["content"]["application/json"]["schema"]) for answer in found]

    @property
    def body(self) -> str | None:
        """The name of the schema of its body."""
        sent = self.told.get("requestBody")
        return None if sent is None else _name(sent["content"]["application/json"]["schema"])

    @property
    def is_public(self) -> bool:
        return bool(self.told["x-access"] == "public")

    @property
    def effect(self) -> str:
        """Its effect on the session of the client: it begins one, renews its access token, or neither."""
        answers = set(self.answers)
        return "begins" if answers & BEGINS else "renews" if answers & RENEWS else ""

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


def client_document() -> dict[str, Any]:
    """The document without refusals, which all have one shape, and without what only services and proxies ask.

    ``x-codes`` are the codes of all refusals.
    """
    whole = openapi(ROOMS, server="/")
    codes = {"internal_error", "method_not_allowed", "not_found"}  # possible everywhere
    for path, methods in [*whole["paths"].items()]:
        for method, operation in [*methods.items()]:
            for status in [status for status in operation["responses"] if not status.startswith("2")]:
                codes |= {*_REFUSAL.findall(operation["responses"].pop(status)["description"])}
            if operation["x-access"] in _NOT_FOR_USERS | _BY_THEMSELVES:
                del methods[method]
        if not methods:
            del whole["paths"][path]
    schemas = whole["components"]["schemas"]
    there = set(used(whole["paths"], schemas)) | {"Error"}
    whole["components"]["schemas"] = {name: schema for name, schema in schemas.items() if name in there}
    whole["x-codes"] = sorted(codes)
    whole["info"]["version"] = ""  # a release alone changes no file
    _check(whole)
    return whole


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            room = told["tags"][0]
            name = told["operationId"].removeprefix(f"{room}_").removesuffix(f"_{method}")
            yield Operation(method.upper(), path, room.replace("-", "_"), name, told)


def used(part: Any, schemas: dict[str, Any]) -> Iterator[str]:
    """The names of all schemas that *part* refers to, also by others."""
    seen: set[str] = set()
    rest = [part]
    while rest:
        value = rest.pop()
        if isinstance(value, list):
            rest += value
        elif isinstance(value, dict):
            rest += value.values()
            if isinstance(value.get("$ref"), str) and (name := _name(value)) not in seen:
                seen.add(name)
                rest.append(schemas[name])
    yield from seen


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _check(document: dict[str, Any]) -> None:
    """Every answer with an access token is known as one: its token is kept, or is not for this client to keep."""
    schemas = document["components"]["schemas"]
    for operation in operations(document):
        for answer in operation.answers:
            variants = [schemas[_name(each)] for each in schemas[answer].get("anyOf", [])] or [schemas[answer]]
            has_token = any("access_token" in each.get("properties", {}) for each in variants)
            if has_token != (answer in BEGINS | RENEWS | _OF_OTHERS):
                raise AssertionError(f"{operation.line} answers {answer}: say in clients/document.py what it does")
