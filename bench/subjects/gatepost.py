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
from bench.client import Client, Request, subject_of
from bench.databases import SQLITE_FILE, Database
from bench.environment import HERE, CannotMeasure, server_environment
from bench.load import ID, Load
from bench.operations import GATEPOST
from bench.raw import Parameters
from bench.scripts import CHAINED
from bench.server import Command
from bench.subjects import IN_TURN, PASSWORD, USERS, WORKERS, factors
from gatepost.settings import Settings

_BINARY = str(Path(sys.executable).parent / "gatepost")
_CHAINS = 100
_ENROL = "gatepost_factors.py"
_JSON = {"Content-Type": "application/json"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Gatepost:
    """*settings* by their environment names change the defaults.

    *tree* has the files of another commit, which then run instead of these. There are so many *users*, and the tokens
    are those of users all over the table; if they are *lived_in*, each user has a session and a known device. If some
    are *enrolled*, others of them have second factors; an earlier commit may know none.
    """

    settings: dict[str, str]
    database: Database = SQLITE_FILE
    key: str = GATEPOST
    tree: Path | None = None
    users: int = USERS
    lived_in: bool = False
    enrolled: bool = False
    _client: dict[str, str] = field(default_factory=dict)

    def name(self) -> str:
        return f"Gatepost at {self.tree.name}" if self.tree else f"**Gatepost {gatepost.__version__}**"

    def notes(self) -> str:
        engine = self.database.engine if self.database.uri else "SQLite (WAL, synchronous=FULL)"
        asks = "every request asks the database whether its session is alive, many together in one statement"
        chosen = ", ".join(f"{name}={value}" for name, value in self.settings.items()) or "the defaults of development"
        return f"`gatepost serve --workers {WORKERS}` with {chosen}; {engine}; {asks}; stores Argon2id {self.hashing()}"

    def hashing(self) -> Parameters:
        """The parameters of its password hashes."""
        memory, passes, lanes = (int(self._setting(f"argon2_{name}")) for name in ("memory", "passes", "lanes"))
        return Parameters(memory, passes, lanes)

    def threads(self) -> int:
        """Request threads of one process."""
        return int(self._setting("threads"))

    def seed(self, folder: Path, *, seconds: int = 120) -> None:
        """Fill the database. Raises CannotMeasure if that takes longer than so many *seconds*."""
        self._run([*self._program(), "db", "upgrade"], folder)
        script = [sys.executable, str(self._apps() / "gatepost_seed.py"), str(self.users), PASSWORD]
        self._run([*script, *(["--lived-in"] if self.lived_in else [])], folder, seconds=seconds)
        if self._enrols():
            enrolment = folder / "enrolment.json"
            enrolment.write_text(json.dumps(factors.enrolment(self.users)))
            self._run([sys.executable, str(self._apps() / _ENROL), str(enrolment)], folder)
        registered = self._run([*self._program(), "clients", "create", "bench"], folder)
        client_id, secret = re.findall(r"^client_(?:id|secret)[^:]*: +(\S+)$", registered, re.MULTILINE)
        basic = b64encode(f"{client_id}:{secret}".encode()).decode()
        self._client = {"Authorization": f"Basic {basic}"}

    def remember(self, folder: Path, *, administrator: str, seconds: int) -> None:
        """Give each user a past (gatepost_history.py). Raises CannotMeasure if that takes longer."""
        script = [sys.executable, str(self._apps() / "gatepost_history.py"), "--administrator", administrator]
        self._run(script, folder, seconds=seconds)

    def command(self, folder: Path, port: int) -> Command:
        serve = [*self._program(), "serve", "--workers", str(WORKERS)]
        environment = self._environment(folder) | {"HOST": "127.0.0.1", "PORT": str(port)}
        return Command(serve, environment, folder, "/healthz", self.database.pids)

    def loads(self, client: Client) -> dict[str, Load]:
        pairs = client.json_each("/user/login", [self._credentials(place) for place in range(IN_TURN)])
        access = [{"Authorization": f"Bearer {pair['access_token']}"} for pair in pairs]
        refresh = [{"Authorization": f"Bearer {pair['refresh_token']}"} for pair in pairs]
        uuids = [subject_of(pair["access_token"]) for pair in pairs]
        bodies = [json.dumps(self._credentials(place)) for place in range(IN_TURN, 2 * IN_TURN)]
        new = json.dumps({"username": f"u{ID}", "mobile": ID, "password": PASSWORD})
        mine = [Request("GET", f"/user/{uuid}", token) for uuid, token in zip(uuids, access, strict=True)]

        def is_mine(body: Any) -> bool:
            return bool(body["data"]["uuid"] == uuids[0] and body["data"]["username"] == "user00000")

        chains = _Chains(client, [self._credentials(place) for place in range(_CHAINS)])
        enrolled = factors.loads(client, self.users) if self._enrols() else {}
        return enrolled | {
            "M": Load(mine, is_mine),
            "I": Load(
                [
                    Request("POST", "/oauth/introspect", self._client | _FORM, f"token={pair['access_token']}")
                    for pair in pairs
                ],
                lambda body: body["active"] and body["sub"] == uuids[0],
            ),
            "A": Load(
                [Request("GET", "/forward-auth", token) for token in access],
                lambda _: True,
                header=("x-auth-user", uuids[0]),
            ),
            "W": Load(mine, is_mine, beside=chains.rotate_one),
            "P": Load(
                chains.begin(), lambda body: body["refresh_token"].startswith("eyJ"), flow=CHAINED, renew=chains.begin
            ),
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

    def _apps(self) -> Path:
        return (self.tree / "bench" if self.tree else HERE) / "apps"

    def _enrols(self) -> bool:
        return self.enrolled and (self._apps() / _ENROL).exists()

    def _setting(self, name: str) -> str:
        return self.settings.get(f"GATEPOST_{name.upper()}") or str(Settings.model_fields[name].default)

    def _environment(self, folder: Path) -> dict[str, str]:
        place = {"GATEPOST_INSTANCE": str(folder / "instance"), "SQLALCHEMY_DATABASE_URI": self.database.uri}
        tree = {"PYTHONPATH": str(self.tree)} if self.tree else {}
        return server_environment(**place, **tree, **self.settings)

    def _program(self) -> list[str]:
        return [sys.executable, "-m", "gatepost"] if self.tree else [_BINARY]

    def _credentials(self, place: int) -> dict[str, str]:
        return _credentials(place * (self.users // (2 * IN_TURN)))

    def _run(self, command: list[str], folder: Path, *, seconds: int = 120) -> str:
        environment = self._environment(folder)
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            raise CannotMeasure(f"{Path(command[1]).name} took longer than {seconds} s") from None
        if done.returncode:
            raise CannotMeasure(f"{' '.join(command)} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
        return done.stdout


class _Chains:
    """Refresh tokens that are each used once."""

    def __init__(self, client: Client, credentials: list[dict[str, str]]) -> None:
        self._client, self._credentials = client, credentials
        self._token = ""

    def begin(self, _seconds: float = 0) -> list[Request]:
        """The first requests of new chains, more than there are connections."""
        pairs = self._client.json_each("/user/login", self._credentials)
        self._token = ""
        return [_rotation(pair["refresh_token"]) for pair in pairs]

    def rotate_one(self) -> None:
        """Go on with a chain of its own."""
        if not self._token:
            self._token = self._client.json_each("/user/login", self._credentials[:1])[0]["refresh_token"]
        request = _rotation(self._token)
        answer = self._client.send(request.method, request.path, body=None, headers=request.headers)
        self._token = answer.body["refresh_token"]


def _rotation(token: str) -> Request:
    return Request("POST", "/user/refresh-token/", {"Authorization": f"Bearer {token}"})


def _credentials(place: int) -> dict[str, str]:
    return {"username": f"user{place:05}", "password": PASSWORD}
