"""The built wheel, installed alone, is the whole product."""

import re
import subprocess
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from gatepost import __version__
from tests.packaging.wheels import INFORMATION, read
from tests.serving.wire import ask, join
from tests.support.live import ROOT, Live, clean_environment


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel and the locked dependencies, and without the source tree."""

    wheel: Path
    programs: Path

    def run(self, *command: str, folder: Path) -> str:
        environment = clean_environment()
        del environment["PYTHONPATH"]
        command = (str(self.programs / command[0]), *command[1:])
        ran = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    script = home / "bin" / "gatepost"
    module, function = entry_point(wheel).split(":")
    script.write_text(
        f"#!{home}/bin/python\nimport sys\nfrom {module} import {function}\n"
        f"if __name__ == '__main__':\n    sys.exit({function}())\n"
    )
    script.chmod(0o755)
    return Installed(wheel, home / "bin")


def entry_point(wheel: Path) -> str:
    return re.search(r"gatepost = (\S+)", read(wheel, f"{INFORMATION}/entry_points.txt"))[1]


@pytest.mark.asvs("15.2.3")
@pytest.mark.asvs("13.4.1")
def test_the_wheel_has_all_of_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    tracked = subprocess.run(["git", "ls-files", "gatepost"], cwd=ROOT, capture_output=True, text=True, check=False)
    package = {name for name in names if not name.startswith(INFORMATION)}
    assert all(name.startswith("gatepost/") for name in package)
    assert not [name for name in package if Path(name).name.startswith(("test_", "conftest"))]
    assert not [name for name in package if "__pycache__" in name or name.endswith((".pyc", ".db"))]
    assert package >= {name for name in tracked.stdout.split("\n") if name and (ROOT / name).exists()}
    assert package >= {
        "gatepost/py.typed",
        "gatepost/migrations/versions/0001_first_tables.py",
        "gatepost/migrations/script.py.mako",
        "gatepost/pages/html/start.html",
        "gatepost/pages/html/docs.html",
        "gatepost/messaging/templates/texts/layout.html",
        "gatepost/messaging/templates/texts/bn/activation.sms.txt",
        "gatepost/inbox/files/inbox.html",
    }
    assert f"{INFORMATION}/licenses/LICENSE" in names


def test_the_installed_product_is_used_and_not_the_source_tree(installed: Installed, tmp_path: Path) -> None:
    said = installed.run("python", "-c", "import gatepost; print(gatepost.__file__)", folder=tmp_path)
    assert said.startswith(str(installed.programs.parent))
    assert installed.run("gatepost", "--version", folder=tmp_path) == f"gatepost {__version__}\n"
    assert str(ROOT) not in installed.run("gatepost", "routes", folder=tmp_path)


def test_the_installed_product_migrates_and_serves_from_any_folder(installed: Installed, tmp_path: Path) -> None:
    here = tmp_path / "with space & 100%"
    here.mkdir()
    (here / "json.py").write_text("raise SystemExit('a file of the folder was imported')\n")
    assert "The tables are at " in installed.run("gatepost", "db", "upgrade", folder=here)
    assert (here / "instance" / "gatepost.db").exists()
    command = [str(installed.programs / "gatepost"), "serve", "--port", "0", "--workers", "2"]
    with Live(here / "instance", command=command, PYTHONPATH="") as service:
        ada = join(service.url, "ada")
        assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
        pages = ("/", "/docs", "/assets/design.css", "/docs/swagger-ui-bundle.js", "/openapi.json", "/readyz")
        for page in (*pages, "/link", "/link/link-words.js", "/dev/inbox", "/dev/inbox.js"):
            assert ask(service.url, f"GET {page}").status == 200, page
        assert service.stop() == 0
