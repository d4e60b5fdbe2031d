"""The examples of examples/, each as it is told to be started, with tokens of a service that runs."""

import json
import re
import time
from collections.abc import Iterator

import httpx
import pytest

from gatepost.keys.pairs import KeyPair, make_pair
from tests.examples.conftest import EXAMPLES, RUN, Start, free_port
from tests.support.live import Live
from tests.support.people import Person, bearer
from tests.tokens.forge import Forger, encoded, opened

pytestmark = pytest.mark.any_server

NOBODY = 'Bearer realm="hello"'
REFUSED = 'Bearer realm="hello", error="invalid_token"'
TOO_OLD = 'Bearer realm="hello", error="insufficient_user_authentication", max_age="300"'


@pytest.fixture(scope="module", params=RUN)
def app(request: pytest.FixtureRequest, start: Start, live: Live) -> Iterator[httpx.Client]:
    """An example that runs beside the service."""
    with start(request.param, live.url) as client:
        yield client


def said(answer: httpx.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.headers.get("WWW-Authenticate")


def test_a_good_token_is_greeted(app: httpx.Client, ada: Person) -> None:
    for header in (f"Bearer {ada.access_token}", f"bearer {ada.access_token}"):
        answer = app.get("/hello", headers={"Authorization": header})
        assert (answer.status_code, answer.json()) == (200, {"message": f"Hello, {ada.uuid}!"})


def test_without_a_token_one_is_asked_for_and_no_more_is_said(app: httpx.Client) -> None:
    assert said(app.get("/hello")) == (401, NOBODY)
    assert said(app.get("/vault")) == (401, NOBODY)
    assert said(app.get("/hello", auth=("ada", "password"))) == (401, NOBODY)


def test_a_refresh_token_is_refused(app: httpx.Client, ada: Person) -> None:
    assert said(app.get("/hello", headers=ada.refreshing)) == (401, REFUSED)


def test_what_is_no_token_of_the_service_is_refused(app: httpx.Client, ada: Person, key: KeyPair) -> None:
    header, claims, signature = ada.access_token.split(".")
    none, said_by_ada = encoded(b'{"typ":"at+jwt","alg":"none"}'), opened(ada.access_token)[1]
    stranger, forger = make_pair("EdDSA"), Forger(key)
    for token in (
        "x",
        "x.y.z",
        "." * 6000,
        f"{header}.{claims}.",
        f"{header}.{claims}.{signature[:-4]}",
        f"{header}.{claims}.{signature}AAAA",
        f"{none}.{claims}.",
        forger(said_by_ada, key=stranger.private),
        forger(said_by_ada, key=stranger.private, header={"jwk": stranger.jwk}),
        forger(said_by_ada, key=stranger.private, header={"kid": stranger.kid}),
        forger.with_mac(said_by_ada, name="HS256", key=json.dumps(key.jwk).encode()),
        forger(said_by_ada | {"exp": int(time.time()) - 60}),
        forger(said_by_ada | {"aud": "https://elsewhere.example"}),
        forger(said_by_ada | {"iss": "https://elsewhere.example"}),
        forger(said_by_ada | {"x": "x" * 4000}),
        forger(said_by_ada, header={"typ": "rt+jwt"}),
        forger(said_by_ada, header={"crit": ["exp"]}),
    ):
        assert said(app.get("/hello", headers=bearer(token))) == (401, REFUSED), token[:100]
    assert app.get("/hello", headers=bearer(forger(said_by_ada))).status_code == 200


def test_an_old_log_in_does_not_open_the_vault(app: httpx.Client, ada: Person, key: KeyPair) -> None:
    answer = app.get("/vault", headers=ada.signed)
    assert (answer.status_code, answer.json()) == (200, {"message": f"Your secrets, {ada.uuid}."})
    claims = opened(ada.access_token)[1]
    long_ago = Forger(key)(claims | {"auth_time": claims["auth_time"] - 400})
    assert said(app.get("/vault", headers=bearer(long_ago))) == (401, TOO_OLD)
    assert app.get("/hello", headers=bearer(long_ago)).status_code == 200


@pytest.mark.parametrize("name", RUN)
def test_without_keys_nobody_is_let_in_and_nobody_is_signed_out(start: Start, ada: Person, name: str) -> None:
    with start(name, f"http://127.0.0.1:{free_port()}") as app:
        answer = app.get("/hello", headers=ada.signed)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_the_lock_of_the_javascript_example_names_no_host() -> None:
    """Each installs from where they usually do, and gets what the hashes say."""
    lock = json.loads((EXAMPLES / "javascript" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not [package for package in packages.values() if "resolved" in package]
    wanted = json.loads((EXAMPLES / "javascript" / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
