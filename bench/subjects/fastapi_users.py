"""FastAPI-Users on uvicorn. It has no refresh and no list of its own."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import Client, Request
from bench.environment import HERE, PEERS, CannotMeasure, server_environment
from bench.load import ID, Load
from bench.operations import FASTAPI_USERS
from bench.server import Command
from bench.subjects import IN_TURN, PASSWORD, USERS, WORKERS

_VERSIONS = "from importlib.metadata import version as v; print(v('fastapi-users'), v('fastapi'), v('uvicorn'))"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}


@dataclass
class FastAPIUsers:
    """The minimal app of its documentation (``apps/fastapi_users_app.py``)."""

    key: str = FASTAPI_USERS
    _tokens: list[str] = field(default_factory=list)

    def name(self) -> str:
        told = subprocess.run([_python(), "-c", _VERSIONS], capture_output=True, text=True, check=True, timeout=30)
        own, fastapi, uvicorn = told.stdout.split()
        return f"FastAPI-Users {own}, FastAPI {fastapi}, uvicorn {uvicorn}"

    def notes(self) -> str:
        return (
            f"{WORKERS} workers, SQLite by aiosqlite (rollback journal, its default); stateless JWT, so M asks for the "
            "user only (`GET /users/me`); stores Argon2id m=65536, t=3, p=4, about 8 times the work of Gatepost's"
        )

    def seed(self, folder: Path) -> None:
        script = [_python(), str(HERE / "apps" / "fastapi_users_seed.py"), str(USERS), str(IN_TURN), PASSWORD]
        done = subprocess.run(
            script, cwd=folder, env=self._environment(folder), capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode:
            raise CannotMeasure(f"FastAPI-Users could not be filled:\n{done.stderr[-2000:]}")
        self._tokens = json.loads(done.stdout)

    def command(self, folder: Path, port: int) -> Command:
        uvicorn = [_python(), "-m", "uvicorn", "fastapi_users_app:app", "--workers", str(WORKERS)]
        address = ["--host", "127.0.0.1", "--port", str(port)]
        return Command([*uvicorn, *address], self._environment(folder), folder, ready="/docs")

    def loads(self, client: Client) -> dict[str, Load]:
        me = [Request("GET", "/users/me", {"Authorization": f"Bearer {token}"}) for token in self._tokens]
        password = PASSWORD.replace(" ", "+")
        forms = [f"username=user{place:05}%40example.org&password={password}" for place in range(IN_TURN, 2 * IN_TURN)]
        new = json.dumps({"email": f"u{ID}@example.org", "password": PASSWORD})
        return {
            "M": Load(me, lambda body: body["email"] == "user00000@example.org"),
            "L": Load(
                [Request("POST", "/auth/jwt/login", _FORM, form) for form in forms], lambda b: "access_token" in b
            ),
            "R": Load([Request("POST", "/auth/register", _JSON, new)], lambda body: body["is_active"] is True),
        }

    def _environment(self, folder: Path) -> dict[str, str]:
        return server_environment(
            PYTHONPATH=str(HERE / "apps"),
            BENCH_DATABASE=str(folder / "users.db"),
            BENCH_SECRET="a secret of a server that lives for minutes",
        )


def _python() -> str:
    return str(PEERS / "bin" / "python")
