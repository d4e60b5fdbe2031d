"""Services that start at the same moment on one database without tables."""

from pathlib import Path

import pytest

from tests.serving.wire import ask, at_once
from tests.support.apps import SECRET
from tests.support.live import Live


@pytest.mark.every_engine
def test_services_that_start_together_make_one_key(empty_database: str, tmp_path: Path) -> None:
    shared = {"SQLALCHEMY_DATABASE_URI": empty_database, "SECRET_KEY": SECRET}
    services = [Live(tmp_path / f"service{number}", **shared) for number in range(4)]
    try:
        at_once(service.start for service in services)
        sets = [ask(service.url, "GET /.well-known/jwks.json").json for service in services]
        assert all(keys == sets[0] for keys in sets)
        assert len(sets[0]["keys"]) == 1
    finally:
        for service in services:
            service.kill()
