"""A SQLite database with all tables, which is copied instead of making them again.

``python -m tests.support.template FILE`` makes it for runs that name it in ``GATEPOST_TEST_TEMPLATE``.
"""

import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path


def make_template(file: Path) -> None:
    from gatepost import migrations  # noqa: PLC0415  many tests need neither
    from tests.support.apps import Apps  # noqa: PLC0415

    apps = Apps(f"sqlite:///{file}", file.parent / "instance")
    with apps.make().app_context():
        migrations.upgrade()
    apps.close()


def copy_template(file: Path) -> None:
    """Make the database *file*, with all tables and no row that a test writes."""
    shutil.copy(os.environ.get("GATEPOST_TEST_TEMPLATE") or _own(), file)


@cache
def _own() -> Path:
    """The one of this process."""
    file = Path(_folder().name) / "template.db"
    make_template(file)
    return file


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """It is gone with this process."""
    return tempfile.TemporaryDirectory(prefix="gatepost-template-")


if __name__ == "__main__":
    make_template(Path(sys.argv[1]))
