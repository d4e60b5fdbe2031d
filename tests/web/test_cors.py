"""Pages of other origins: only those that are named may call the API from a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.settings import BadSettings

APP = "https://app.example"
ASKS = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization"}


@pytest.fixture
def client_with(tmp_path: Path) -> Callable[..., FlaskClient]:
    def make(origins: str, *, with_cookies: str = "") -> FlaskClient:
        named = {"GATEPOST_CORS_ORIGINS": origins, "GATEPOST_BROWSER_ORIGINS": with_cookies}
        return create_app(load_settings(named, instance=tmp_path)).test_client()

    return make


@pytest.mark.asvs("3.4.2")
def test_a_page_of_a_named_origin_may_ask_and_read(client_with: Callable[..., FlaskClient]) -> None:
    client = client_with(f"https://other.example, {APP}")
    asked = client.options("/user/00000000-0000-4000-8000-000000000000", headers={"Origin": APP, **ASKS})
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == APP
    assert "PATCH" in asked.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    answer = client.get("/user", headers={"Origin": APP})
    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == APP
    assert "WWW-Authenticate" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.asvs("3.4.2")
@pytest.mark.parametrize(
    "origin", ["https://app.example.evil", "http://app.example", "null", "https://app.example:444", "", "*"]
)
def test_a_page_of_another_origin_may_not(client_with: Callable[..., FlaskClient], origin: str) -> None:
    client = client_with(APP)
    for answer in (
        client.options("/user", headers={"Origin": origin, **ASKS}),
        client.get("/user", headers={"Origin": origin}),
    ):
        assert answer.status_code in (401, 405)
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        assert answer.headers["Vary"] == "Origin"


def test_where_no_origin_is_named_nothing_is_said_of_it(client_with: Callable[..., FlaskClient]) -> None:
    client = client_with("")
    for answer in (
        client.options("/user", headers={"Origin": APP, **ASKS}),
        client.get("/user", headers={"Origin": APP}),
    ):
        assert answer.status_code in (401, 405)
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control") or name == "Vary"]


@pytest.mark.asvs("3.4.2")
def test_cookies_go_only_to_origins_that_may_have_sessions_in_them(client_with: Callable[..., FlaskClient]) -> None:
    other = "https://tokens.example"
    client = client_with(other, with_cookies=APP)
    for origin, allowed in ((APP, "true"), (other, None), ("https://evil.example", None)):
        asked = client.options("/user/logout/", headers={"Origin": origin, **ASKS})
        answer = client.get("/user/session", headers={"Origin": origin})
        for each in (asked, answer):
            assert each.headers.get("Access-Control-Allow-Credentials") == allowed
            assert each.headers.get("Access-Control-Allow-Origin") == (None if "evil" in origin else origin)
            assert each.headers["Vary"] == "Origin"
        assert ("Gatepost-CSRF" in asked.headers.get("Access-Control-Allow-Headers", "")) == (allowed == "true")


@pytest.mark.parametrize("setting", ["GATEPOST_CORS_ORIGINS", "GATEPOST_BROWSER_ORIGINS"])
@pytest.mark.parametrize(
    "origins", ["*", "https://*.example", "https://app.example/", "app.example", "https://app.example, *", "null"]
)
def test_an_origin_that_is_not_named_exactly_is_refused_at_the_start(origins: str, setting: str) -> None:
    with pytest.raises(BadSettings, match=setting):
        load_settings({setting: origins})
