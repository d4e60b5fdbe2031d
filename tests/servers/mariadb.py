"""MariaDB, standing for MySQL too."""

import signal
from pathlib import Path
from typing import NamedTuple

from .access import USER
from .find import homebrew_folders, program, system_folders
from .server import Server

# What is written may be lost if the machine fails; nothing else differs from the defaults.
_FAST = (
    "--innodb-buffer-pool-size=32M",
    "--innodb-log-file-size=8M",
    "--innodb-flush-log-at-trx-commit=0",
    "--loose-innodb-flush-method=nosync",
    "--loose-innodb-doublewrite=0",
)


class Programs(NamedTuple):
    """What is needed of MariaDB."""

    server: Path
    install: Path


def programs() -> Programs | None:
    """The installed MariaDB, if all that is needed of it is there."""
    folders = [*homebrew_folders("mariadb"), *system_folders()]
    server, install = program("mariadbd", folders), program("mariadb-install-db", folders)
    defaults = program("my_print_defaults", folders)  # the installer calls it; Debian packs it with the client
    return Programs(server, install) if server and install and defaults else None


class MariaDB(Server):
    """A MariaDB whose text compares without regard to case or trailing spaces, as many an installation's does."""

    engine = "mariadb"
    stop_signal = signal.SIGTERM
    farewell = signal.SIGKILL

    def initialisation(self) -> list[str]:
        return [
            str(_installed().install),
            "--no-defaults",
            f"--datadir={self.folder}/data",
            "--auth-root-authentication-method=socket",  # root has no password and no way in by the port
            "--skip-test-db",
            "--skip-name-resolve",
            "--cross-bootstrap",  # do not look up this machine's name
            *_FAST,
        ]

    def command(self) -> list[str]:
        self._write_account()
        return [
            str(_installed().server),
            "--no-defaults",
            f"--datadir={self.folder}/data",
            f"--socket={self.folder}/socket",
            f"--pid-file={self.folder}/mariadb.pid",
            f"--init-file={self.folder}/account.sql",
            "--bind-address=127.0.0.1",
            f"--port={self.port}",
            "--skip-name-resolve",
            "--max-connections=400",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            *_FAST,
        ]

    def _write_account(self) -> None:
        (self.folder / "account.sql").write_text(
            f"CREATE OR REPLACE USER {USER}@'127.0.0.1' IDENTIFIED BY '{self.access.password}';\n"
            f"GRANT ALL ON *.* TO {USER}@'127.0.0.1' WITH GRANT OPTION;\n"
        )


def _installed() -> Programs:
    found = programs()
    assert found is not None
    return found
