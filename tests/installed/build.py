"""Builds the image that the Containerfile describes into a folder, without a container engine.

The base image ``debian:SUITE-slim`` is made of Debian's packages. Each RUN is run in a chroot of its stage.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pathspec

from tests.installed.containerfile import Stage, Step, stages
from tests.support.live import ROOT

_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"  # as this machine trusts them, for pip
_OF_THE_MACHINE = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL")  # an engine passes such on, too
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_RUN = """
root=$1 folder=$2 command=$3
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
cp "$4" "$root/run/authorities.pem"
touch "$root/etc/resolv.conf"
mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
exec chroot "$root" env --chdir="$folder" sh -c "$command"
"""


def build(folder: Path) -> Path:
    """Build every stage below *folder*; the root of the last one."""
    built: dict[str, Path] = {}
    context = _context(folder / "context")
    for number, stage in enumerate(stages()):
        root = folder / f"stage{number}"
        _begin(root, stage, built)
        for step in stage.steps:
            (root / step.folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
            _run(root, step) if step.instruction == "RUN" else _copy(root, step, {**built, "": context})
        (root / stage.told.get("WORKDIR", "/").lstrip("/")).mkdir(parents=True, exist_ok=True)
        built[stage.name] = root
    return root


def _context(folder: Path) -> Path:
    """The files of the checkout that .dockerignore lets pass."""
    for name in ignored().match_tree_files(ROOT, negate=True):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def ignored() -> pathspec.GitIgnoreSpec:
    """What .dockerignore keeps out. Its patterns begin at the top, as those of git do with a slash before them."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return pathspec.GitIgnoreSpec.from_lines(re.sub(r"^(!?)(?!#|\*\*/|!)(?=.)", r"\1/", line) for line in lines)


def _begin(root: Path, stage: Stage, built: dict[str, Path]) -> None:
    if stage.base in built:
        call(["cp", "--archive", "--reflink=auto", str(built[stage.base]), str(root)])
        return
    image, _, tag = stage.base.rpartition(":")
    assert image == "docker.io/library/debian", stage.base
    call(["mmdebstrap", "--quiet", "--variant=minbase", tag.removesuffix("-slim"), str(root)])


def _run(root: Path, step: Step) -> None:
    passed = {name: os.environ[name] for name in _OF_THE_MACHINE if name in os.environ}
    environment = {"PATH": _PATH, "PIP_CERT": "/run/authorities.pem", "DEBIAN_FRONTEND": "noninteractive", **passed}
    command = ["sh", "-ec", _RUN, "sh", str(root), step.folder, step.value, _AUTHORITIES]
    call(["unshare", "--mount", "--pid", "--fork", "--kill-child", *command], {**environment, **step.environment})


def _copy(root: Path, step: Step, sources: dict[str, Path]) -> None:
    words = step.value.split()
    options = [word for word in words if word.startswith("--")]
    assert all(option.startswith("--from=") for option in options), step.value
    source = sources[options[0].removeprefix("--from=") if options else ""]
    *names, target = [word for word in words if not word.startswith("--")]
    into = root / step.folder.lstrip("/") / target if not target.startswith("/") else root / target.lstrip("/")
    for path in (source / name.lstrip("/") for name in names):
        if path.is_dir():
            shutil.copytree(path, into, symlinks=True, dirs_exist_ok=True)  # as COPY does: what is in it
        else:
            place = into / path.name if target.endswith("/") else into
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)


def call(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    """Run *command*; if it fails, tell the end of all that it printed."""
    ran = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout[-4000:]}"
