"""docs/fastapi-flask-django-express.md works as printed, and quotes the examples."""

import sys
from pathlib import Path

from tests.docs.blocks import ROOT, blocks, run
from tests.docs.test_tutorial import free_port
from tests.support.live import Live

PAGE = "docs/fastapi-flask-django-express.md"


def test_each_framework_answers_as_printed(tmp_path: Path) -> None:
    with Live(tmp_path / "instance") as live:
        replace = {
            "http://127.0.0.1:8087": live.url,
            "8000": str(free_port()),
            ".venv/bin/python": sys.executable,
            "examples/": f"{ROOT}/examples/",
        }
        run(PAGE, tmp_path, replace)


def test_each_framework_is_shown_by_a_part_of_its_example() -> None:
    shown = [text for kind, text in blocks(PAGE) if kind in ("python", "javascript")]
    names = ("fastapi_app.py", "flask_app.py", "django_app.py", "javascript/express_app.mjs")
    assert len(shown) == len(names)
    for name, text in zip(names, shown, strict=True):
        assert text in (ROOT / "examples" / name).read_text(), name
