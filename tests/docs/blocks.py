"""The fenced blocks of a page, and how they are run.

What a page shows is what happens: files (``python``, ``javascript`` and ``html`` blocks whose first line names it) are
written, all ``bash`` blocks run one after the other in one shell, and a ``text`` block is what the ``bash`` block
before it prints. Other blocks (``sh``, ``ini``, …) are only shown.
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.live import clean_environment

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```([\w-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?:#|//|<!--) (\w+\.(?:py|mjs|html))(?: -->)?\n")
_MARK = "--- end of a block ---"
_PATTERNS = {
    "<uuid>": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "<token>": r"eyJ0eXAiOi[\w-]+(…|\.[\w-]+\.[\w-]+)",
}


@dataclass
class Command:
    """A ``bash`` block, and the ``text`` block that follows it at once."""

    text: str
    printed: str | None


def blocks(page: str) -> list[tuple[str, str]]:
    return _FENCE.findall((ROOT / page).read_text())


def files(page: str) -> dict[str, str]:
    found = {}
    for kind, text in blocks(page):
        if kind in ("python", "javascript", "html") and (name := _FILE.match(text)):
            found[name[1]] = text
    return found


def commands(page: str) -> list[Command]:
    found: list[Command] = []
    before = ""
    for kind, text in blocks(page):
        if kind == "bash":
            found.append(Command(text, None))
        elif kind == "text" and before == "bash":
            found[-1].printed = text
        before = kind
    return found


def run(page: str, folder: Path, replace: dict[str, str], *, without: str = "", only: str = "") -> None:
    """Write the page's files, run its commands in *folder*, and compare what they print.

    Commands that begin with *without* are left out. With *only* no others are run than those that begin so.
    """

    def ready(text: str) -> str:
        for old, new in replace.items():
            text = text.replace(old, new)
        return text

    for name, text in files(page).items():
        (folder / name).write_text(ready(text))
    begun = [command for command in commands(page) if command.text.startswith(only)]
    shown = [command for command in begun if not without or not command.text.startswith(without)]
    script = "".join(f"{ready(command.text)}\necho '{_MARK}'\n" for command in shown)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert page.endswith("README.md") or "% Total" not in done.stderr  # a meter of curl, between what the page shows
    printed = done.stdout.split(f"{_MARK}\n")
    assert len(printed) == len(shown) + 1, done.stderr
    for command, output in zip(shown, printed, strict=False):
        expected = "" if command.printed is None else ready(command.printed)
        assert normal(output) == normal(expected), f"{command.text}\n{done.stderr}"


def normal(text: str) -> str:
    """*text* with a name in the place of each uuid and token, which differ from run to run."""
    for name, pattern in _PATTERNS.items():
        text = re.sub(pattern, name, text)
    return text.strip()
