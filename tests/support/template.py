"""Make a SQLite database with all tables, for runs that copy it instead: ``python -m tests.support.template FILE``."""

import sys
from pathlib import Path

from gatepost import migrations
from tests.support.apps import Apps


def make_template(file: Path) -> None:
    apps = Apps(f"sqlite:///{file}", file.parent / "instance")
    with apps.make().app_context():
        migrations.upgrade()
    apps.close()


if __name__ == "__main__":
    make_template(Path(sys.argv[1]))
