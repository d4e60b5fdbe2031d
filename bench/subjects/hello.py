"""A bare Flask hello on the same server, with the same number of processes and threads as Gatepost."""

import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.client import Client, Request
from bench.environment import HERE, server_environment
from bench.load import Load
from bench.operations import HELLO
from bench.server import Command
from bench.subjects import WORKERS


@dataclass(frozen=True)
class Hello:
    """Runs in Gatepost's own environment, so that Flask and Granian are the same."""

    threads: int
    key: str = HELLO

    def name(self) -> str:
        return f"hello: Flask {version('flask')}, Granian {version('granian')}"

    def notes(self) -> str:
        return f"one JSON answer of 150 bytes by `jsonify`; {WORKERS} workers, {self.threads} blocking threads"

    def seed(self, folder: Path) -> None:
        """There is nothing to fill."""

    def command(self, folder: Path, port: int) -> Command:
        granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", str(WORKERS)]
        threads = ["--blocking-threads", str(self.threads)]
        address = ["--host", "127.0.0.1", "--port", str(port)]
        environment = server_environment(PYTHONPATH=str(HERE / "apps"))
        return Command([*granian, *threads, *address, "hello:app"], environment, folder, ready="/")

    def loads(self, client: Client) -> dict[str, Load]:
        hello = Load([Request("GET", "/", {})], lambda body: body["data"]["username"] == "user00001")
        return dict.fromkeys("MIAWPFU", hello)
