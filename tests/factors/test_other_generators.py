"""Codes of other programs are right: of oathtool, of otplib, and of secrets that older services gave out."""

import shutil
import subprocess
from base64 import b32encode
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost import clock
from gatepost.crypto import seal
from gatepost.database import db
from gatepost.factors import totp_store
from gatepost.factors.models import TotpFactor
from tests.support import npm
from tests.support.authenticator import Authenticator, begin, due, second, verify
from tests.support.ci import skip_outside_ci
from tests.support.people import People, Person
from tests.support.time import SetClock

PACKAGE = Path(__file__).parent / "otplib"


def by_oathtool(secret: str, moment: float) -> str:
    if not shutil.which("oathtool"):
        skip_outside_ci("oathtool is not installed: ./dev servers")
    command = ["oathtool", "--totp", "--base32", f"--now=@{int(moment)}", secret]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout.strip()


@pytest.mark.every_engine
def test_a_code_of_oathtool_is_right(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    for _ in range(5):
        code = by_oathtool(app_of_ada.secret, clock.now().timestamp())
        assert code == app_of_ada.code()
        assert second(client, due(client, ada), code).status_code == 200
        time.pass_(seconds=30)


@pytest.fixture(scope="session")
def otplib(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with otplib, as its lock says."""
    return npm.install(PACKAGE, tmp_path_factory.mktemp("otplib"))


def test_a_code_of_otplib_is_right(make_app: Callable[..., Flask], time: SetClock, otplib: Path) -> None:
    """It reads the URI, as an app does."""
    client = make_app(service_name="a service: ours").test_client()
    ada = People(client).join("ada")
    begun = begin(client, ada).json
    command = ["node", "code.mjs", begun["uri"], str(int(clock.now().timestamp()))]
    code = subprocess.run(command, cwd=otplib, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    assert verify(client, ada, begun["id"], code).status_code == 200


@pytest.mark.parametrize("size", [5, 10, 13, 16, 20, 32, 64])
def test_a_secret_of_any_length_that_was_taken_over_is_good(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, size: int
) -> None:
    secret = b32encode(bytes(range(size))).decode().rstrip("=")
    with app.app_context():
        context = totp_store._context(ada.uuid, app_of_ada.id)
        db.session.execute(
            update(TotpFactor).values(sealed_secret=seal(secret, key=totp_store._key(), context=context))
        )
        db.session.commit()
    assert second(client, due(client, ada), Authenticator(secret).code()).status_code == 200
