"""PocketBase: one Go process with SQLite inside."""

import json
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.client import Client, Request
from bench.environment import PEERS, server_environment
from bench.load import ID, Load
from bench.operations import POCKETBASE
from bench.server import Command, free_port, running
from bench.subjects import IN_TURN, PASSWORD, USERS, WORKERS

_BINARY = str(PEERS / "bin" / "pocketbase")
_ADMIN = ("admin@example.org", "an administrator for minutes")
RECORDS = "/api/collections/users/records"
_LOG_IN = "/api/collections/users/auth-with-password"
_AT_ONCE = 50  # requests of one batch, whose answer comes in time
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class PocketBase:
    """So many *users* in its default collection; any of them who is logged in may see the others, as in Gatepost."""

    key: str = POCKETBASE
    users: int = USERS

    def name(self) -> str:
        told = subprocess.run([_BINARY, "--version"], capture_output=True, text=True, check=True, timeout=30)
        return f"PocketBase {told.stdout.split()[-1]}"

    def notes(self) -> str:
        return (
            f"one process with GOMAXPROCS={WORKERS}, SQLite in WAL mode, rate limits off (its default); a stateless "
            "JWT with a key per user; U counts the total too; stores bcrypt, cost 10"
        )

    def seed(self, folder: Path) -> None:
        superuser = [_BINARY, "superuser", "upsert", *_ADMIN, "--dir", str(folder / "data")]
        subprocess.run(superuser, env=_environment(), check=True, capture_output=True, timeout=60)
        port = free_port()
        with running(self.command(folder, port), port) as server:
            _open_to_each_other(server.client)
            first = _new_user(0) | {"passwordConfirm": PASSWORD}
            server.client.json("POST", RECORDS, first)
        _copy_first_user(folder / "data" / "data.db", self.users)

    def import_by_batches(self, folder: Path, users: int) -> float:
        """The seconds in which its batch API makes so many users, 100 in a request; it hashes their passwords."""
        superuser = [_BINARY, "superuser", "upsert", *_ADMIN, "--dir", str(folder / "data")]
        subprocess.run(superuser, env=_environment(), check=True, capture_output=True, timeout=60)
        port = free_port()
        with running(self.command(folder, port), port) as server:
            token = _administer(server.client)
            batch = {"batch": {"enabled": True, "maxRequests": _AT_ONCE, "timeout": 60}}
            server.client.json("PATCH", "/api/settings", batch, token=token)
            begun = time.perf_counter()
            for first in range(0, users, _AT_ONCE):
                new = [_new_user(n) | {"passwordConfirm": PASSWORD} for n in range(first, min(first + _AT_ONCE, users))]
                requests = [{"method": "POST", "url": RECORDS, "body": each} for each in new]
                server.client.json("POST", "/api/batch", {"requests": requests}, token=token)
            return time.perf_counter() - begun

    def command(self, folder: Path, port: int) -> Command:
        serve = [_BINARY, "serve", "--http", f"127.0.0.1:{port}", "--dir", str(folder / "data")]
        return Command(serve, _environment(), folder, ready="/api/health")

    def headers(self, client: Client) -> dict[str, str]:
        """The headers of a user who is logged in, and so may see all others."""
        entered = client.json("POST", _LOG_IN, _credentials(0))
        return {"Authorization": entered["token"]}

    def loads(self, client: Client) -> dict[str, Load]:
        entered = client.json_each(_LOG_IN, [_credentials(place) for place in range(IN_TURN)])
        tokens = [{"Authorization": answer["token"]} for answer in entered]
        ids = [answer["record"]["id"] for answer in entered]
        one = [Request("GET", f"{RECORDS}/{id_}", token) for id_, token in zip(ids, tokens, strict=True)]
        bodies = [json.dumps(_credentials(place)) for place in range(IN_TURN, 2 * IN_TURN)]
        new = json.dumps({"email": f"u{ID}@example.org", "password": PASSWORD, "passwordConfirm": PASSWORD})
        return {
            "M": Load(one, lambda body: body["id"] == ids[0] and body["email"] == "user00000@example.org"),
            "F": Load(
                [Request("POST", "/api/collections/users/auth-refresh", token) for token in tokens],
                lambda body: body["record"]["id"] == ids[0] and "token" in body,
            ),
            "U": Load(
                [Request("GET", f"{RECORDS}?perPage=50", token) for token in tokens],
                lambda body: len(body["items"]) == 50 and body["totalItems"] >= self.users,
            ),
            "L": Load([Request("POST", _LOG_IN, _JSON, body) for body in bodies], lambda body: "token" in body),
            "R": Load([Request("POST", RECORDS, _JSON, new)], lambda body: "id" in body),
        }


def _environment() -> dict[str, str]:
    return server_environment(GOMAXPROCS=str(WORKERS))


def _credentials(place: int) -> dict[str, str]:
    return {"identity": f"user{place:05}@example.org", "password": PASSWORD}


def _new_user(place: int) -> dict[str, Any]:
    return {"email": f"user{place:05}@example.org", "name": f"user{place:05}", "password": PASSWORD}


def _administer(client: Client) -> str:
    """A superuser's token."""
    admin = {"identity": _ADMIN[0], "password": _ADMIN[1]}
    entered: dict[str, str] = client.json("POST", "/api/collections/_superusers/auth-with-password", admin)
    return entered["token"]


def _open_to_each_other(client: Client) -> None:
    token = _administer(client)
    rule = '@request.auth.id != ""'
    client.json("PATCH", "/api/collections/users", {"listRule": rule, "viewRule": rule}, token=token)


def _copy_first_user(path: Path, users: int) -> None:
    """All the others, with the hash of the first: hashing each would take minutes."""
    database = sqlite3.connect(path)
    with database:
        ((hashed,),) = database.execute("SELECT password FROM users")
        database.executemany(
            "INSERT INTO users (id, email, name, tokenKey, password, created, updated) "
            "SELECT ?, ?, ?, ?, ?, created, updated FROM users WHERE rowid = 1",
            ((f"u{n:014}", f"user{n:05}@example.org", f"user{n:05}", f"key{n:047}", hashed) for n in range(1, users)),
        )
    database.close()
