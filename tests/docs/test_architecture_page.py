"""docs/architecture.md shows the tree as it is."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text()


def mapped() -> list[str]:
    """The paths on the map, folders with a slash at their end."""
    found = re.search(r"^```\n(gatepost/\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    paths = []
    for line in found[1].splitlines():
        path = line.split()[0]
        paths.append(f"gatepost/{path}" if line.startswith("  ") else path)
    return paths


def test_every_path_on_the_map_exists() -> None:
    assert [
        path for path in mapped() if not (ROOT / path).exists() or path.endswith("/") != (ROOT / path).is_dir()
    ] == []


def test_every_module_is_on_the_map() -> None:
    shown = {path for path in mapped() if path != "gatepost/"}
    folders = tuple(path for path in shown if path.endswith("/"))
    modules = [path.relative_to(ROOT).as_posix() for path in (ROOT / "gatepost").rglob("*.py")]
    missing = [path for path in modules if path not in shown and not path.startswith(folders)]
    assert missing == ["gatepost/__init__.py"]


def test_the_layers_are_those_that_are_checked() -> None:
    shown = re.search(r"^```layers\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert shown is not None
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert shown[1].splitlines() == contracts[0]["layers"]
