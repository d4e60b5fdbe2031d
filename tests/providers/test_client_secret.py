"""A client secret that a key makes, as Apple asks for it. PyJWT stands for Apple, which verifies it."""

from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from flask.testing import FlaskClient

from tests.providers.browser import RETURN_TO, code_of, exchange, go_on
from tests.providers.links import me
from tests.support.provider import CLIENT_SECRET, Provider, query_of, with_query
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

KEY = ec.generate_private_key(ec.SECP256R1())
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
SERVICE_ID, KEY_ID, TEAM_ID = "org.example.app.web", "ABC123DEFG", "DEF123GHIJ"
WITH = "/user/login/with/apple"


class Apple(Provider):
    """It takes a secret that our key signed, and no other. ``secrets`` are those that it got."""

    def reset(self) -> None:
        super().reset()
        self.secrets: list[str] = []
        self.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"], "userinfo_endpoint": ""}
        self.claims = {"aud": SERVICE_ID, "email_verified": "true", "is_private_email": "true"}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        self.secrets.append(form["client_secret"])
        if authorization or form["client_id"] != SERVICE_ID:
            return 400, {"error": "invalid_client"}
        form |= {"client_id": "gatepost at example", "client_secret": CLIENT_SECRET}
        return super().token(form, authorization)


@pytest.fixture
def apple() -> Iterator[Apple]:
    with Apple("apple") as running:
        yield running


@pytest.fixture
def settings(apple: Apple) -> dict[str, Any]:
    given = {"name": "apple", "preset": "apple", "issuer": apple.issuer, "private": True, "client_id": SERVICE_ID}
    return given | {"key": PEM, "key_id": KEY_ID, "team_id": TEAM_ID, "native_client_ids": ["org.example.app"]}


@pytest.fixture
def client(make_app: Callable[..., Flask], settings: dict[str, Any]) -> FlaskClient:
    return make_app(providers=[settings], return_urls=(RETURN_TO,)).test_client()


def come_back(client: FlaskClient, apple: Apple) -> Any:
    begun = client.get(with_query(WITH, return_to=RETURN_TO))
    assert begun.status_code == 302, begun.text
    asked = query_of(begun.location)
    assert (asked["response_mode"], asked["scope"]) == ("form_post", "openid email")
    back = apple.authorize(begun.location)
    del back["iss"]
    return go_on(client, client.application.test_client().post(f"{WITH}/callback", data=back))


def test_somebody_logs_in_with_apple(client: FlaskClient, apple: Apple) -> None:
    apple.claims["email"] = "x7q@privaterelay.appleid.com"
    user = me(client, exchange(client, code_of(come_back(client, apple))))
    assert user["email"] == "x7q@privaterelay.appleid.com"


@pytest.mark.parametrize("said", ["false", False, "TRUE", 1, None])
def test_an_address_that_apple_does_not_call_proven_is_none(client: FlaskClient, apple: Apple, said: Any) -> None:
    apple.claims["email_verified"] = said
    assert_refused(come_back(client, apple), (403, "unproven_email"))


@pytest.mark.asvs("9.1.2")
def test_each_request_has_a_secret_of_its_own_for_five_minutes(
    client: FlaskClient, apple: Apple, time: SetClock
) -> None:
    for _ in range(2):
        come_back(client, apple)
        now = int(time.now().timestamp())
        assert jwt.get_unverified_header(apple.secrets[-1]) == {"alg": "ES256", "kid": KEY_ID, "typ": "JWT"}
        checks: Any = {"verify_exp": False, "verify_iat": False}  # the clock is ours
        claims = jwt.decode(apple.secrets[-1], KEY.public_key(), ["ES256"], checks, audience=apple.issuer)
        assert claims == {"iss": TEAM_ID, "sub": SERVICE_ID, "aud": apple.issuer, "iat": now - 60, "exp": now + 300}
        time.pass_(seconds=1)
    assert len(set(apple.secrets)) == 2


def test_without_a_key_apple_logs_in_apps_only(
    make_app: Callable[..., Flask], settings: dict[str, Any], apple: Apple
) -> None:
    for name in ("key", "key_id", "team_id"):
        del settings[name]
    client = make_app(providers=[settings], return_urls=(RETURN_TO,)).test_client()
    assert_refused(client.get(with_query(WITH, return_to=RETURN_TO)), (403, "not_offered"))
    body = {"id_token": apple.id_token("a nonce", aud="org.example.app"), "nonce": "a nonce"}
    assert client.post(WITH, json=body).status_code == 200
