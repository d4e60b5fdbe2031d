"""A start while the database is away waits for it, as after a reboot that started both."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.cli.run import Typed
from tests.servers import Server, engines, own, shared
from tests.serving.test_database_away import wait_until_ready
from tests.serving.wire import join
from tests.support.forked import Forked
from tests.support.live import Live, clean_environment

pytestmark = pytest.mark.every_engine
AWAITED = "database.awaited"


@pytest.fixture(params=[name for name in engines.selected() if name != "sqlite"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with own.start(request.param) as started:
        yield started


def test_an_upgrade_and_a_start_wait_for_the_database(server: Server, tmp_path: Path) -> None:
    where = {"SQLALCHEMY_DATABASE_URI": server.create_database("later"), "GATEPOST_UPGRADE_AT_START": "off"}
    service = Live(tmp_path / "service", **where)
    log = tmp_path / "upgrade.txt"
    server.stop()
    with log.open("w") as said, Path(os.devnull).open() as nothing:
        settings = clean_environment(**where, GATEPOST_INSTANCE=str(tmp_path / "service"))
        streams = nothing, said, said
        upgrade = Forked("db", "upgrade", folder=tmp_path, environment=settings, streams=streams)
    try:
        deadline = time.monotonic() + 30
        while AWAITED not in log.read_text():
            assert upgrade.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        server.start()
        assert upgrade.wait(timeout=30) == 0
    finally:
        upgrade.kill()
        upgrade.wait()
    assert "The tables are at" in log.read_text()

    server.stop()
    service.launch()
    try:
        service.wait_for(AWAITED)
        assert service.process.poll() is None
        server.start()
        service.wait_for("serves at", within=30)
        service.url = service.log.partition("serves at ")[2].split()[0]
        wait_until_ready(service)
        assert join(service.url, "ada").access_token
        assert 1 <= service.log.count(AWAITED) <= 6, "a line every five seconds"
        assert server.access.password not in service.log
    finally:
        service.kill()


@pytest.mark.parametrize("words", [("db", "upgrade"), ("serve", "--port", "0")])
def test_nobody_waits_for_a_database_whose_address_or_password_is_wrong(
    engine: str, typed: Typed, words: tuple[str, ...]
) -> None:
    if engine == "sqlite":
        pytest.skip("its databases are files")
    for wrong in ({"password": "another"}, {"database": "no_such_database"}):
        address = make_url(shared.use(engine).url("mysql")).set(**wrong).render_as_string(hide_password=False)
        refused = typed(*words, SQLALCHEMY_DATABASE_URI=address, GATEPOST_DATABASE_WAIT="10m")
        assert refused.returncode == 1
        assert "database cannot be used" in refused.stderr
        assert AWAITED not in refused.stderr
