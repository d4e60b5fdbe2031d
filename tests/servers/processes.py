"""Running a program without privileges in a folder that does not outlive the tests."""

import os
import pwd
import secrets
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import watchdog


class Folder:
    """A throw-away folder. It goes when it is released, and when this process dies, with the server in it."""

    def __init__(self, *, farewell: int) -> None:
        # /tmp for root: the unprivileged user must be able to walk to it, and a socket's path must be short.
        self.path = Path(tempfile.mkdtemp(prefix="gatepost-", dir="/tmp" if os.geteuid() == 0 else None))
        if (user := _unprivileged()) is not None:
            os.chown(self.path, user.pw_uid, user.pw_gid)
        self._watchdog = subprocess.Popen(
            [sys.executable, "-E", "-S", watchdog.__file__, str(self.path), str(int(farewell))],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # neither Ctrl-C nor a signal to our group reaches it
        )

    @property
    def log(self) -> Path:
        """What the programs that ran here said."""
        return self.path / "log"

    def last_words(self) -> str:
        """The end of the log."""
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else "(it said nothing)"

    def put(self, name: str, content: bytes) -> Path:
        """Write a file that only the programs in this folder may read."""
        path = self.path / name
        path.touch(mode=0o600)
        path.write_bytes(content)
        if (user := _unprivileged()) is not None:
            os.chown(path, user.pw_uid, user.pw_gid)
        return path

    def release(self) -> None:
        """Remove the folder now. Asking twice is fine."""
        self._watchdog.communicate()


def launch(command: list[str], folder: Folder) -> subprocess.Popen[bytes]:
    """Start a program in *folder*, as an unprivileged user if this process is root; its output goes to the log."""
    user = _unprivileged()
    dropped: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with folder.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder.path,
            env=_environment(folder.path),
            start_new_session=True,
            **dropped,
        )
    (folder.path / "pid").write_text(str(process.pid))  # for the watchdog
    return process


def free_port() -> int:
    """A port nobody listens on, below those the system gives to outgoing connections.

    So it stays free while a server is stopped for a while.
    """
    while True:
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to become: a server refuses to run as root, and need not."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the developer's settings, such as PGPORT or MYSQL_HOME. Programs in *folder* are found last."""
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": f"{path}{os.pathsep}{folder}", "LC_ALL": "C", "HOME": str(folder), "TMPDIR": str(folder)}
