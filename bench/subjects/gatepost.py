"""Gatepost as ``gatepost serve`` runs it, in development mode with its documented defaults."""

import json
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gatepost
from bench.client import Client
from bench.environment import HERE, CannotMeasure, server_environment
from bench.load import ID, Load, Request
from bench.operations import GATEPOST
from bench.raw import Parameters
from bench.server import Command
from bench.subjects import IN_TURN, PASSWORD, USERS, WORKERS
from gatepost.settings import Settings

_BINARY = str(Path(sys.executable).parent / "gatepost")
_CHAINS = 100
_JSON = {"Content-Type": "application/json"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Gatepost:
    """*settings* by their environment names change the defaults; *database* is an empty one, or unset."""

    settings: dict[str, str]
    database: str = ""
    key: str = GATEPOST
    _uuids: list[str] = field(default_factory=list)
    _client: dict[str, str] = field(default_factory=dict)

    def name(self) -> str:
        return f"**Gatepost {gatepost.__version__}**"

    def notes(self) -> str:
        engine = self.database.partition(":")[0] or "SQLite (WAL, synchronous=FULL)"
        asks = "every request asks the database whether its session is alive"
        if not self.database:
            asks = "whether a session is alive is asked of the database again after each commit (W)"
        chosen = ", ".join(f"{name}={value}" for name, value in self.settings.items()) or "the defaults of development"
        return f"`gatepost serve --workers {WORKERS}` with {chosen}; {engine}; {asks}; stores Argon2id {self.hashing()}"

    def hashing(self) -> Parameters:
        """The parameters of its password hashes."""
        memory, passes, lanes = (int(self._setting(f"argon2_{name}")) for name in ("memory", "passes", "lanes"))
        return Parameters(memory, passes, lanes)

    def threads(self) -> int:
        """Request threads of one process."""
        return int(self._setting("threads"))

    def seed(self, folder: Path) -> None:
        self._run([_BINARY, "db", "upgrade"], folder)
        script = [sys.executable, str(HERE / "apps" / "gatepost_seed.py"), str(USERS), PASSWORD]
        self._uuids = json.loads(self._run(script, folder))
        registered = self._run([_BINARY, "clients", "create", "bench"], folder)
        client_id, secret = re.findall(r"^client_(?:id|secret)[^:]*: +(\S+)$", registered, re.MULTILINE)
        basic = b64encode(f"{client_id}:{secret}".encode()).decode()
        self._client = {"Authorization": f"Basic {basic}"}

    def command(self, folder: Path, port: int) -> Command:
        serve = [_BINARY, "serve", "--workers", str(WORKERS)]
        environment = self._environment(folder) | {"HOST": "127.0.0.1", "PORT": str(port)}
        return Command(serve, environment, folder, ready="/healthz")

    def loads(self, client: Client) -> dict[str, Load]:
        pairs = client.json_each("/user/login", [_credentials(place) for place in range(IN_TURN)])
        access = [{"Authorization": f"Bearer {pair['access_token']}"} for pair in pairs]
        refresh = [{"Authorization": f"Bearer {pair['refresh_token']}"} for pair in pairs]
        uuids = self._uuids[:IN_TURN]
        bodies = [json.dumps(_credentials(place)) for place in range(IN_TURN, 2 * IN_TURN)]
        new = json.dumps({"username": f"u{ID}", "mobile": ID, "password": PASSWORD})
        mine = [Request("GET", f"/user/{uuid}", token) for uuid, token in zip(uuids, access, strict=True)]

        def is_mine(body: Any) -> bool:
            return bool(body["data"]["uuid"] == uuids[0] and body["data"]["username"] == "user00000")

        chains = _Chains(client)
        return {
            "M": Load(mine, is_mine),
            "I": Load(
                [
                    Request("POST", "/oauth/introspect", self._client | _FORM, f"token={pair['access_token']}")
                    for pair in pairs
                ],
                lambda body: body["active"] and body["sub"] == uuids[0],
            ),
            "W": Load(mine, is_mine, beside=chains.rotate_one),
            "P": Load(chains.begin(), lambda body: body["refresh_token"].startswith("eyJ"), renew=chains.begin),
            "F": Load(
                [Request("GET", "/user/refresh-token/", token) for token in refresh],
                lambda body: body["access_token"].startswith("eyJ"),
            ),
            "U": Load(
                [Request("GET", "/user?limit=50", token) for token in access], lambda body: len(body["data"]) == 50
            ),
            "L": Load([Request("POST", "/user/login", _JSON, body) for body in bodies], lambda b: "access_token" in b),
            "R": Load([Request("POST", "/user", _JSON, new)], lambda body: body["status"] == 201),
        }

    def _setting(self, name: str) -> str:
        return self.settings.get(f"GATEPOST_{name.upper()}") or str(Settings.model_fields[name].default)

    def _environment(self, folder: Path) -> dict[str, str]:
        place = {"GATEPOST_INSTANCE": str(folder / "instance"), "SQLALCHEMY_DATABASE_URI": self.database}
        return server_environment(**place, **self.settings)

    def _run(self, command: list[str], folder: Path) -> str:
        done = subprocess.run(
            command, cwd=folder, env=self._environment(folder), capture_output=True, text=True, check=False, timeout=120
        )
        if done.returncode:
            raise CannotMeasure(f"{' '.join(command)} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
        return done.stdout


class _Chains:
    """Refresh tokens that are each used once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._token = ""

    def begin(self) -> list[Request]:
        """The first requests of new chains, more than there are connections."""
        pairs = self._client.json_each("/user/login", [_credentials(place) for place in range(_CHAINS)])
        self._token = ""
        return [_rotation(pair["refresh_token"]) for pair in pairs]

    def rotate_one(self) -> None:
        """Go on with a chain of its own."""
        if not self._token:
            self._token = self._client.json_each("/user/login", [_credentials(0)])[0]["refresh_token"]
        request = _rotation(self._token)
        answer = self._client.send(request.method, request.path, body=None, headers=request.headers)
        self._token = answer.body["refresh_token"]


def _rotation(token: str) -> Request:
    return Request("POST", "/user/refresh-token/", {"Authorization": f"Bearer {token}"})


def _credentials(place: int) -> dict[str, str]:
    return {"username": f"user{place:05}", "password": PASSWORD}
