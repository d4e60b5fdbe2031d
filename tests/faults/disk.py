"""A small disk of its own for what a database writes, to fill it up. Only root can mount one."""

import os
import shutil
import subprocess
from typing import Self

from .world import World

_SIZE = 700 * 1024 * 1024


class FullDisk:
    """Moves the world's data to a disk of its own; :meth:`fill` leaves no byte, :meth:`empty` frees what it took."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._at = world.server.folder / "data" if world.server else world.folder
        self._ballast = self._at / "ballast"

    @staticmethod
    def lacks() -> str:
        """Name the right that is missing here; nothing if a disk can be made."""
        return "" if os.geteuid() == 0 and shutil.which("mount") else "only root can mount a disk"

    def __enter__(self) -> Self:
        server = self._world.server
        if server is not None:
            server.stop()
        kept = self._at.with_name(f"{self._at.name}-kept")
        self._at.rename(kept)
        self._at.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(self._at)], check=True)
        shutil.copytree(kept, self._at, dirs_exist_ok=True, symlinks=True)
        for path in (self._at, *self._at.rglob("*")):
            like = kept / path.relative_to(self._at)
            os.chown(path, like.stat().st_uid, like.stat().st_gid)
        self._at.chmod(kept.stat().st_mode)
        if server is not None:
            server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._world.service.kill()
        if self._world.server is not None:
            self._world.server.stop()
        subprocess.run(["umount", "--lazy", str(self._at)], check=True)

    def fill(self) -> None:
        with self._ballast.open("wb") as ballast:
            try:
                while True:
                    ballast.write(bytes(65536))
                    ballast.flush()
            except OSError:
                pass

    def empty(self) -> None:
        """Make room; a server that could not live without it is started again, as an init system would."""
        self._ballast.unlink()
        if self._world.server is not None and self._world.server.pid is None:
            self._world.server.stop()
            self._world.server.start()
