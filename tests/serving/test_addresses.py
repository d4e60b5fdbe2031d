"""Where the service listens, and what it says about it."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.servers.processes import free_port as free_port
from tests.serving.test_stop import workers_of
from tests.serving.wire import alive, ask, join, serves
from tests.support.live import GATEPOST, Live, clean_environment


def test_the_service_prints_its_addresses(live: Callable[..., Live]) -> None:
    service = live()
    version, mode, address = re.search(r"Gatepost (\S+) \((\w+)\) serves at (\S+)", service.log).groups()
    assert (mode, address) == ("development", service.url)
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    docs = re.search(r"to try: (\S+)", service.log)[1]
    assert ask(service.url, f"GET {docs.removeprefix(service.url)}").status == 200
    assert f"data folder: {service.instance}" in service.log


def test_a_start_says_nothing_of_its_libraries(live: Callable[..., Live]) -> None:
    lines = re.findall(r"^\d\d:\d\d:\d\d\.\d{3} \w+ +(.*)$", live().log, re.MULTILINE)
    assert [line for line in lines if not re.match(r"request |[a-z_]+\.[a-z_]+( |$)", line)] == []


def test_host_and_port_come_from_the_environment(live: Callable[..., Live]) -> None:
    port = free_port()
    service = live(command=[*GATEPOST, "serve"], HOST="localhost", PORT=str(port))
    assert service.url == f"http://localhost:{port}"


def test_the_env_file_of_the_folder_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    in_file, in_environment = free_port(), free_port()
    (tmp_path / ".env").write_text(f"PORT={in_file}\nGATEPOST_USER_DIRECTORY=self\n")
    with Live(tmp_path, command=[*GATEPOST, "serve"]) as service:
        assert service.url == f"http://127.0.0.1:{in_file}"
        ada, eve = join(service.url, "ada"), join(service.url, "eve")
        assert ask(service.url, f"GET /user/{eve.uuid}", token=ada.access_token).status == 404
    with Live(tmp_path, command=[*GATEPOST, "serve"], PORT=str(in_environment)) as service:
        assert service.url == f"http://127.0.0.1:{in_environment}"


def test_a_taken_port_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert_refused(tmp_path, other.getsockname()[1])


def test_the_port_of_another_gatepost_is_taken_too(live: Callable[..., Live], tmp_path: Path) -> None:
    first = live("--workers", "2")
    assert_refused(tmp_path, int(first.url.rsplit(":", 1)[1]))
    assert ask(first.url, "GET /healthz").status == 200


def test_the_port_stays_taken_while_no_worker_listens(live: Callable[..., Live], tmp_path: Path) -> None:
    first = live("--workers", "1")
    first.process.send_signal(signal.SIGSTOP)  # so that it replaces nobody
    os.kill(workers_of(first)[0], signal.SIGKILL)
    first.wait_until(lambda: not workers_of(first))
    assert_refused(tmp_path, int(first.url.rsplit(":", 1)[1]))
    first.process.send_signal(signal.SIGCONT)
    first.wait_until(lambda: serves(first.url))


def assert_refused(instance: Path, port: int) -> None:
    refused = subprocess.run(
        [*GATEPOST, "serve", "--port", str(port), "--workers", "2"],
        cwd=instance,
        env=clean_environment(GATEPOST_INSTANCE=str(instance / "other")),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    said = f"gatepost: Cannot listen at 127.0.0.1, port {port}: Address already in use."
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"{said} Choose others with HOST and PORT.\n"


def test_sessions_survive_a_restart(tmp_path: Path) -> None:
    service = Live(tmp_path, "--port", str(free_port()))  # its address is the issuer of its tokens
    with service:
        ada = join(service.url, "ada")
        assert alive(service.url, ada) == (200, 200)
        assert service.stop() == 0
        service.start()
        assert alive(service.url, ada) == (200, 200)


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    service = Live(tmp_path, "--port", str(free_port()), "--workers", "2")
    with service:
        ada = join(service.url, "ada")
        answer = ask(service.url, "POST /user", {"username": "eve", "mobile": "01712345678", "password": "password"})
        service.kill()
        assert answer.status == 201
        begun = time.monotonic()
        service.start()
        assert time.monotonic() - begun < 15
        assert ask(service.url, f"GET /user/{answer.json['data']['uuid']}", token=ada.access_token).status == 200
