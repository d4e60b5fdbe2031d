"""Every endpoint, as /openapi.json names them, with what it has to refuse."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import Person, appoint, bearer, join
from tests.corpus.scenarios.scenario import scenario

FORGED = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"
NOBODY, NO_SESSION = "00000000-0000-4000-8000-000000000000", "0" * 32
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Endpoint(NamedTuple):
    method: str
    path: str
    access: str  # none, access, refresh, client
    fields: dict[str, Any]  # of its JSON body


def endpoints(at: FrontDoor, person: Person) -> Iterator[Endpoint]:
    document = at.get("/openapi.json", record=False).json
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            schema: dict[str, Any] = {}
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                schema = content["application/json"]["schema"]
                if "$ref" in schema:
                    schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            named = " ".join(name for each in operation.get("security", []) for name in each).lower()
            form = "application/x-www-form-urlencoded" in content
            access = "client" if form else "refresh" if "refresh" in named else "access" if named else "none"
            filled = (
                path.replace("{role}", "auditor").replace("{uuid}", person.uuid).replace("{session_id}", NO_SESSION)
            )
            for name in ("factor_id", "passkey_id", "invitation_id", "token_id", "webhook_id"):
                filled = filled.replace(f"{{{name}}}", NO_SESSION)
            yield Endpoint(method.upper(), filled, access, schema.get("properties", {}))


def signed(endpoint: Endpoint, person: Person) -> dict[str, str]:
    return {"access": person.signed, "refresh": person.refreshing}.get(endpoint.access, {})


@scenario()
def sweep_of_credentials(at: FrontDoor) -> None:
    """No token, a malformed one, one that is no token, a forged one, and one of the other kind."""
    ada = join(at, "ada", "01700000001")
    for endpoint in endpoints(at, ada):
        at.send(endpoint.method, endpoint.path)
        if endpoint.access == "none":
            continue
        for header in ("Bearer", "Bearer a b", "Bearer nonsense", f"Bearer {FORGED}", "Basic YWRhOmFkYQ==", "Bearer é"):
            at.send(endpoint.method, endpoint.path, headers={"Authorization": header})
        other = ada.access if endpoint.access == "refresh" else ada.refresh
        at.send(endpoint.method, endpoint.path, headers=bearer(other))


@scenario()
def sweep_of_methods(at: FrontDoor) -> None:
    """Methods that an address does not take, OPTIONS and HEAD among them, and a slash more or less."""
    ada = join(at, "ada", "01700000001")
    for path in dict.fromkeys(endpoint.path for endpoint in endpoints(at, ada)):
        for method in ("HEAD", "OPTIONS", "PUT"):
            at.send(method, path)
        at.send("OPTIONS", path[:-1] if path.endswith("/") else f"{path}/")


@scenario()
def sweep_of_bodies(at: FrontDoor) -> None:
    """Bodies that are no JSON object, of another type, too large, or have an unknown field."""
    ada = join(at, "ada", "01700000001")
    for endpoint in endpoints(at, ada):
        if not endpoint.fields:
            continue
        headers = signed(endpoint, ada)
        for raw in (b"", b"{", b"[]", b"null", b'{"a":1,"a":2}', b'{"a":NaN}', b"\xff", b"{}", b'{"unknown":"x"}'):
            at.send(endpoint.method, endpoint.path, raw=raw, headers=headers | {"Content-Type": "application/json"})
        at.send(endpoint.method, endpoint.path, raw=b"a=b", headers=headers | FORM)
        at.send(endpoint.method, endpoint.path, raw=b" " * 65_537, headers=headers)


@scenario()
def sweep_of_fields(at: FrontDoor) -> None:
    """Each field with values of other types, empty, too long, and with a NUL."""
    ada = join(at, "ada", "01700000001")
    for endpoint in endpoints(at, ada):
        headers = signed(endpoint, ada)
        for value in (None, 1, True, [], {}, "", "x" * 2000, "a\0b"):
            if endpoint.fields:
                at.send(endpoint.method, endpoint.path, dict.fromkeys(endpoint.fields, value), headers=headers)


@scenario(user_directory="self")
def sweep_of_others(at: FrontDoor) -> None:
    """Requests about a user: for another, for nobody, and where the directory shows only oneself."""
    _of_others(at)


@scenario()
def sweep_of_others_who_are_seen(at: FrontDoor) -> None:
    _of_others(at)


def _of_others(at: FrontDoor) -> None:
    ada, eve, root = join(at, "ada", "01700000001"), join(at, "eve", "01700000002"), appoint(at)
    bodies = {
        "prove-change": {"email": "123456"},
        "change-password": {"old_password": "password", "new_password": "another password"},
    }
    ordered = sorted(endpoints(at, eve), key=lambda endpoint: (endpoint.method == "DELETE", -len(endpoint.path)))
    for endpoint in ordered:
        if eve.uuid not in endpoint.path and not endpoint.path.startswith("/admin"):
            continue
        body = next((body for part, body in bodies.items() if part in endpoint.path), None)
        body = {"gender": "female"} if endpoint.method == "PATCH" else body
        for caller in (ada, root):
            at.send(endpoint.method, endpoint.path, body, headers=caller.signed)
        at.send(endpoint.method, endpoint.path.replace(eve.uuid, NOBODY), body, headers=root.signed)


@scenario(limits=True)
def sweep_of_limits(at: FrontDoor) -> None:
    """The limit that each endpoint tells, and for the smaller ones what is answered when it is used up."""
    ada = join(at, "ada", "01700000001")
    at.wait(600)
    at.tick = 0
    for endpoint in endpoints(at, ada):
        headers = signed(endpoint, ada)
        raw = b"token=x&client_id=gatepost" if endpoint.access == "client" else b"{}" if endpoint.fields else b""
        headers |= FORM if endpoint.access == "client" else {}
        if (endpoint.method == "DELETE" and endpoint.path == f"/user/{ada.uuid}") or "logout" in endpoint.path:
            continue
        told = at.send(endpoint.method, endpoint.path, raw=raw, headers=headers).headers
        left = int(told.get("RateLimit-Remaining", "1000"))
        if left <= 60:
            for _ in range(left):
                at.send(endpoint.method, endpoint.path, raw=raw, headers=headers, record=False)
            at.send(endpoint.method, endpoint.path, raw=raw, headers=headers)
