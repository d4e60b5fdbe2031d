"""Record the corpus anew: ``python -m tests.corpus [name of a scenario …]``."""

import os
import sys
from pathlib import Path

import pytest

from tests.corpus.answers import RECORD

if __name__ == "__main__":
    os.environ[RECORD] = "1"
    chosen = ["-k", " or ".join(f"replay and {name}" for name in sys.argv[1:])] if sys.argv[1:] else []
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", str(Path(__file__).parent / "test_corpus.py"), *chosen]))
