"""Files stay small enough to be read at one sitting."""

from pathlib import Path
from statistics import median

import gatepost

ROOT = Path(gatepost.__file__).parent
LINES = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in ROOT.rglob("*.py")}


def test_no_file_has_more_than_250_lines() -> None:
    assert len(LINES) > 50  # they were found at all
    assert {file: lines for file, lines in LINES.items() if lines > 250} == {}


def test_half_of_the_files_have_at_most_60_lines() -> None:
    assert median(lines for lines in LINES.values() if lines) <= 60


def test_every_file_says_what_it_is_for() -> None:
    silent = [file for file in LINES if not (ROOT / file).read_text("utf-8").startswith('"""')]
    assert silent == []
