"""A machine on which the scripts of .ci/ may install what they like."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Debian:
    """A folder that stands for the system: .ci/ writes into it, and its apt-get only notes what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "bin"
        self.ci = folder / "checkout" / ".ci"
        for made in (self.programs, self.ci, folder / "usr/sbin", folder / "etc"):
            made.mkdir(parents=True)
        for script in (ROOT / ".ci").iterdir():
            text = script.read_text()
            for path in ("/etc/", "/usr/lib/", "/usr/local/", "/usr/sbin"):
                text = text.replace(path, f"{folder}{path}")
            (self.ci / script.name).write_text(text)
            (self.ci / script.name).chmod(0o755)
        for name in ("bash", "sh", "env", "mkdir", "grep", "chmod", "rm", "dirname", "cat"):
            (self.programs / name).symlink_to(str(shutil.which(name)))
        self.add("sudo", 'while [ "$1" = -n ]; do shift; done; exec "$@"')
        self.policy = folder / "usr/sbin/policy-rc.d"
        self.add(
            "apt-get", f'echo "$@" >> {folder}/apt.log; [ -e {self.policy} ] && echo quiet >> {folder}/apt.log; exit 0'
        )

    def add(self, name: str, script: str = "") -> None:
        """Put a program on the path."""
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.programs / name).chmod(0o755)

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts, without a terminal."""
        return subprocess.run(
            [self.ci / script, *arguments],
            env={"PATH": str(self.programs)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=20,
            check=False,
        )

    @property
    def asked(self) -> list[str]:
        """What apt-get was asked for, and whether services were kept from starting."""
        log = self.folder / "apt.log"
        return log.read_text().splitlines() if log.exists() else []
