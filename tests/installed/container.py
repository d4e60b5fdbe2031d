"""A container of the image without a container engine: namespaces of its own, and the root folder read-only."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from typing import Self

from tests.installed.containerfile import Stage
from tests.support.live import ROOT

_START = """
root=$1 data=$2 secrets=$3
shift 3
ip link set lo up
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777,nosuid,nodev,noexec tmpfs "$root/tmp"
mount --bind "$data" "$root/data"
mount --bind -o ro "$secrets" "$root/run/secrets"
mount -o remount,bind,ro "$root"
exec chroot "$root" "$@"
"""
_APART = ["unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child"]


class Container:
    """Runs *command* (CMD if it is empty) as the image says, without any privilege. Its process has the number 1."""

    def __init__(self, image: Stage, root: Path, home: Path, *command: str, **environment: str) -> None:
        """*home* holds the volume, the secrets and the log."""
        self._image, self._root, self._home = image, root, home
        self._environment = {**image.environment, **environment}
        self._command = [*image.words("ENTRYPOINT"), *(command or image.words("CMD"))]
        self.log_file = home / "log.txt"

    def __enter__(self) -> Self:
        (volume,) = self._image.words("VOLUME")
        if not (self._home / "volume").exists():  # a new volume has what the image has there
            subprocess.run(["cp", "--archive", self._root / volume.lstrip("/"), self._home / "volume"], check=True)
        for folder in (self._root / "run/secrets", self._home / "secrets"):
            folder.mkdir(exist_ok=True)
        start = ["sh", "-ec", _START, "sh", str(self._root), str(self._home / "volume"), str(self._home / "secrets")]
        with self.log_file.open("a") as log:
            self._process = subprocess.Popen(
                [*_APART, *start, *self._unprivileged(self._command)], stdin=DEVNULL, stdout=log, stderr=STDOUT
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()  # and with it, by --kill-child, all processes of its namespace
        self._process.wait(timeout=10)

    def wait(self) -> int:
        """Wait until it ends by itself; its exit status."""
        return self._process.wait(timeout=60)

    def stop(self) -> int:
        """Send the stop signal of the image; the exit status."""
        os.kill(self.pid, signal.Signals[self._image.told["STOPSIGNAL"]])
        return self._process.wait(timeout=20)

    @property
    def pid(self) -> int:
        """The first process of the container, as the machine numbers it."""
        (child,) = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return int(child)

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def execute(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run *command* inside, as ``docker exec`` does."""
        enter = ["nsenter", f"--target={self.pid}", "--mount", "--pid", "--net", "--ipc", "--uts", "--root"]
        return _run([*enter, *self._unprivileged(list(command))])

    def meet(self, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run *module* of the tests in the container's network, and otherwise on this machine."""
        command = [sys.executable, "-m", module, *arguments]
        return _run(["nsenter", f"--target={self.pid}", "--net", "env", f"--chdir={ROOT}", *command])

    def wait_until_healthy(self) -> None:
        """Wait until the health check of the image succeeds."""
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(ValueError, FileNotFoundError):  # it has just begun, or ended
                if self.execute(*self._image.health_check).returncode == 0:
                    return
            assert self._process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.2)

    def _unprivileged(self, command: list[str]) -> list[str]:
        user, _, group = self._image.told["USER"].partition(":")
        variables = [f"{name}={value}" for name, value in self._environment.items()]
        without = ["--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        become = ["setpriv", f"--reuid={user}", f"--regid={group}", *without, "--"]
        return ["env", "-i", f"--chdir={self._image.told['WORKDIR']}", *variables, *become, *command]


def missing() -> list[str]:
    """The programs that this needs and the machine lacks."""
    return [name for name in ("mmdebstrap", "unshare", "nsenter", "setpriv", "ip") if not shutil.which(name)]


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True, timeout=60, check=False)
