"""The drivers that are compared, pinned, each installed into a folder of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from bench.environment import CannotMeasure


@dataclass(frozen=True)
class Candidate:
    """A driver: *package* is the distribution that its licence and version are read from."""

    key: str  # how worker.py connects by it
    engine: str
    package: str
    requirement: str
    implementation: str = ""  # where one package has several


CANDIDATES = (
    Candidate("pymysql", "mariadb", "PyMySQL", "PyMySQL==1.2.4"),
    Candidate("pymysql-plain", "mariadb", "PyMySQL", "PyMySQL==1.2.4", "ssl_mode=DISABLED"),
    Candidate("mysqldb", "mariadb", "mysqlclient", "mysqlclient==2.3.2"),
    Candidate("connector-c", "mariadb", "mysql-connector-python", "mysql-connector-python==26.10.0", "C"),
    Candidate("connector-python", "mariadb", "mysql-connector-python", "mysql-connector-python==26.10.0", "Python"),
    Candidate("asyncmy", "mariadb", "asyncmy", "asyncmy==0.2.18"),
    Candidate("mariadb1", "mariadb", "mariadb", "mariadb==1.1.14"),
    Candidate("mariadb2", "mariadb", "mariadb", "mariadb[binary]==2.0.0rc2"),
    Candidate("psycopg-binary", "postgresql", "psycopg-binary", "psycopg[binary]==3.3.9"),
    Candidate("psycopg-c", "postgresql", "psycopg-c", "psycopg[c]==3.3.9"),
    Candidate("psycopg-python", "postgresql", "psycopg", "psycopg==3.3.9", "Python"),
)
_LONGEST = 900  # seconds: psycopg[c] is compiled


@dataclass(frozen=True)
class Installed:
    """A candidate in *folder*. *wheel*: nothing had to be compiled."""

    candidate: Candidate
    folder: Path
    wheel: bool

    def environment(self) -> dict[str, str]:
        """The variables of a process that imports it."""
        chosen = {"PSYCOPG_IMPL": self.candidate.key.removeprefix("psycopg-")}
        return {**os.environ, "PYTHONPATH": str(self.folder), **(chosen if "psycopg-" in self.candidate.key else {})}

    def title(self) -> str:
        implementation = f" ({self.candidate.implementation})" if self.candidate.implementation else ""
        return f"{self.candidate.package} {self._distribution().version}{implementation}"

    def licence(self) -> str:
        """The licence as the package's metadata tell it."""
        facts = self._distribution().metadata
        return facts.get("License-Expression") or facts.get("License") or "not told"

    def size(self) -> float:
        """MB on the disk, with what it needs."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6

    def _distribution(self) -> Distribution:
        return next(
            each
            for each in distributions(path=[str(self.folder)])
            if each.metadata["Name"].lower() == self.candidate.package.lower()
        )


def make_environment(folder: Path) -> Path:
    """Make a virtual environment that holds nothing; its Python installs and runs the candidates."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
    return folder / "bin" / "python"


def install(candidate: Candidate, folder: Path, python: Path) -> Installed | None:
    """Install it as a wheel, otherwise compile it. None, with a line that says so, if neither is possible."""
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-qqq", "install", "--target", str(folder)]
    try:
        for wheel, options in ((True, ["--only-binary", ":all:"]), (False, ["--prefer-binary"])):
            done = subprocess.run([*pip, *options, candidate.requirement], check=False, timeout=_LONGEST)
            if done.returncode == 0:
                return Installed(candidate, folder, wheel)
    except subprocess.TimeoutExpired:
        raise CannotMeasure(f"installing {candidate.requirement} takes too long") from None
    print(f"{candidate.requirement} is left out: no wheel, and it cannot be compiled here", file=sys.stderr)
    return None
