"""The files of deploy/, read; and the programs that judge them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from gatepost.settings import Settings
from tests.support.live import ROOT

COMPOSE = ROOT / "deploy" / "compose" / "compose.yaml"
KUBERNETES = ROOT / "deploy" / "kubernetes"
MANIFESTS = sorted(path for path in KUBERNETES.glob("*.yaml") if path.name != "kustomization.yaml")
LONGEST_STOP = 10  # seconds: the promise of docs/operations.md, which a test compares
LONGEST_READYZ = 2  # the same


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def judge(program: str, *arguments: str | Path, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program of .venv, with *said* as its input."""
    command = [Path(sys.executable).parent / program, *arguments]
    return subprocess.run(command, input=said, capture_output=True, text=True, timeout=60, check=False)


def seconds(text: str) -> int:
    """A time as compose and the Containerfile write it: ``15s``, ``1m``."""
    return int(text[:-1]) * {"s": 1, "m": 60}[text[-1]]


def longest_start() -> int:
    """Seconds until a service that has to wait for its database listens, or gives up; with some for itself."""
    wait = Settings.model_fields["database_wait"].default
    return int(wait.total_seconds()) + 15
