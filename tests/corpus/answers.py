"""Where recorded answers are kept, and in what form."""

import json
import os
from pathlib import Path
from typing import Any

RECORD = "GATEPOST_RECORD_CORPUS"
FOLDER = Path(__file__).parent / "answers"
BASE = "sqlite"  # the engine of the recording; another has a file of its own where it differs

Lines = list[dict[str, Any]]


def records() -> bool:
    return os.environ.get(RECORD) == "1"


def keep(name: str, engine: str, lines: Lines) -> None:
    """Write what was answered, unless it is the same as on the engine of the recording."""
    path = FOLDER / f"{name}.json" if engine == BASE else _differing(name, engine)
    if engine != BASE and load(name, BASE) == lines:
        path.unlink(missing_ok=True)
        return
    path.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(name: str, engine: str) -> Lines:
    path = _differing(name, engine)
    if not path.exists():
        path = FOLDER / f"{name}.json"
    lines: Lines = json.loads(path.read_text(encoding="utf-8"))
    return lines


def names() -> set[str]:
    """The scenarios of which there is a recording."""
    return {path.name.partition(".")[0] for path in FOLDER.glob("*.json")}


def written(line: dict[str, Any]) -> str:
    """One line as text, to be compared: the order of keys counts."""
    return json.dumps(line, ensure_ascii=False, indent=1)


def _differing(name: str, engine: str) -> Path:
    return FOLDER / f"{name}.{engine}.json"
