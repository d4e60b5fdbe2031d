"""The verifier needs nothing of Gatepost: not at import, and not when it is copied elsewhere."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.live import ROOT, clean_environment

LOADED = "import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"


def modules_after_import_of(module: str, folder: Path) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED.format(module=module)],
        cwd=folder,
        env=clean_environment(PYTHONPATH=str(folder)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stdout))


def test_nothing_else_of_ours_is_imported() -> None:
    loaded = modules_after_import_of("gatepost.verify", ROOT)
    ours = {name for name in loaded if name.split(".")[0] == "gatepost"}
    assert {name for name in ours if not name.startswith("gatepost.verify")} == {"gatepost"}
    needed = {"flask", "werkzeug", "sqlalchemy", "pydantic", "alembic", "click", "granian", "structlog"}
    assert loaded & needed == set()


def test_the_folder_works_in_another_project(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "gatepost" / "verify", tmp_path / "theirs", ignore=shutil.ignore_patterns("__pycache__"))
    loaded = modules_after_import_of("theirs", tmp_path)
    assert "theirs.verifier" in loaded
    assert not {name for name in loaded if name.startswith("gatepost")}
