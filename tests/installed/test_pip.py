"""The wheel, by pip into a new environment and by uvx: two lines lead to a service in development mode."""

import os
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

from tests.packaging.wheels import build_wheel
from tests.serving.wire import ask, log_in, register
from tests.support.live import ROOT, Live
from tests.support.people import Person

UVX = str(Path(sys.executable).parent / "uvx")
NO_PATH = {"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(ROOT, tmp_path_factory.mktemp("dist"))


def run(command: list[str], folder: Path) -> None:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def sent(url: str) -> list[dict[str, str]]:
    """The messages in /dev/inbox, as soon as there is one."""
    deadline = time.monotonic() + 10
    while not (messages := ask(url, "GET /dev/inbox").json["data"]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return list(messages)


def register_and_log_in(url: str) -> None:
    """Register, take the code from /dev/inbox, activate, log in, and read the account."""
    mobile, password = "01712345678", "correct horse battery staple"
    registered = register(url, "ada", mobile=mobile, password=password)
    assert registered.status == 201, registered.text
    (message,) = sent(url)
    assert ask(url, "POST /user/activate-account/", {"mobile": mobile, "code": message["code"]}).status == 200
    ada = log_in(url, Person(registered.json["data"]["uuid"], "ada", mobile, password))
    assert ask(url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
    for page in ("/", "/docs", "/docs/swagger-ui-bundle.js", "/openapi.json", "/readyz", "/link", "/dev/inbox.js"):
        assert ask(url, f"GET {page}").status == 200, page


def test_pip_install_and_gatepost_serve(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "fresh", with_pip=True, symlinks=True)
    programs = tmp_path / "fresh" / "bin"
    run([str(programs / "pip"), "install", "--quiet", str(wheel)], tmp_path)
    run([str(programs / "pip"), "check"], tmp_path)
    command = [str(programs / "gatepost"), "serve", "--port", "0"]
    with Live(tmp_path / "here", command=command, GATEPOST_ACTIVATION="code", **NO_PATH) as service:
        register_and_log_in(service.url)
        assert service.stop() == 0


def test_uvx(wheel: Path, tmp_path: Path) -> None:
    kept = {"UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(tmp_path / "cache")), "UV_PYTHON": sys.executable}
    run([UVX, "--python", sys.executable, "--from", str(wheel), "gatepost", "--version"], tmp_path)
    command = [UVX, "--from", str(wheel), "gatepost", "serve", "--port", "0"]
    with Live(tmp_path / "here", command=command, GATEPOST_ACTIVATION="code", **NO_PATH, **kept) as service:
        register_and_log_in(service.url)
        assert service.stop() == 0
