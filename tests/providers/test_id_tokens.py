"""ID tokens that are not right prove nothing, in a browser and from an app (OpenID Connect Core 3.1.3.7, RFC 8725)."""

import json
import warnings
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import ECKey, OKPKey, RSAKey

from gatepost.providers.models import ProviderLink
from gatepost.users.models import User
from tests.providers.browser import come_back, log_in, native
from tests.providers.test_link import count
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

REFUSED = (403, "provider_refused")

EC = ECKey.generate_key("P-256", {"kid": "first"})


ED = OKPKey.generate_key("Ed25519", {"kid": "first"})


ED448 = OKPKey.generate_key("Ed448", {"kid": "first"})


with warnings.catch_warnings(action="ignore"):
    WEAK = RSAKey.generate_key(1024, {"kid": "first"})


FAR = 10**9


WRONG: dict[str, dict[str, Any]] = {
    "for another client": {"aud": "another client"},
    "for nobody": {"aud": None},
    "for two, of another": {"aud": [CLIENT_ID, "another"], "azp": "another"},
    "for two, of nobody": {"aud": [CLIENT_ID, "another"]},
    "of another party": {"azp": "another client"},
    "of another nonce": {"nonce": "another"},
    "without a nonce": {"nonce": None},
    "of another issuer": {"iss": "https://other.example"},
    "of the issuer with a slash": {"iss": "SLASH"},
    "of no issuer": {"iss": None},
    "expired": {"exp": -61},
    "that never expires": {"exp": None},
    "that expires in a text": {"exp": "never"},
    "that expires at true": {"exp": True},
    "that expires at no number": {"exp": float("nan")},
    "that lives for ever": {"exp": FAR},
    "of the future": {"iat": 61},
    "of no time": {"iat": None},
    "not valid yet": {"nbf": 61},
    "about nobody": {"sub": None},
    "about an empty subject": {"sub": ""},
    "about a number": {"sub": 7},
    "about somebody with a long name": {"sub": "a" * 256},
    "about somebody with a line break": {"sub": "ada\n"},
    "about somebody outside ASCII": {"sub": "adа"},
    "of another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


def at_these_times(claims: dict[str, Any], provider: Provider, now: int) -> dict[str, Any]:
    """Times are told from now on."""
    times = {"exp", "iat", "nbf"}
    made = {name: now + value if name in times and type(value) is int else value for name, value in claims.items()}
    return {name: f"{provider.issuer}/" if value == "SLASH" else value for name, value in made.items()}


@pytest.mark.asvs("9.2.1")
@pytest.mark.asvs("9.2.3")
@pytest.mark.asvs("10.5.1")
@pytest.mark.asvs("10.5.4")
@pytest.mark.parametrize("what", WRONG)
def test_a_token_with_wrong_claims_is_refused(
    app: Flask, time: SetClock, client: FlaskClient, provider: Provider, what: str
) -> None:
    provider.claims = at_these_times(WRONG[what], provider, int(time.now().timestamp()))
    assert_refused(come_back(client, provider), REFUSED)
    if "at_hash" not in provider.claims:  # an app sends no access token
        assert_refused(native(client, provider.id_token("a nonce", **provider.claims)), REFUSED)
    assert (count(app, User), count(app, ProviderLink)) == (0, 0)


@pytest.mark.parametrize("right", [{"exp": -59}, {"iat": 59}, {"azp": CLIENT_ID}, {"aud": [CLIENT_ID]}])
def test_clocks_may_differ_by_a_minute_and_azp_may_be_ours(
    time: SetClock, client: FlaskClient, provider: Provider, right: dict[str, Any]
) -> None:
    provider.claims = at_these_times(right, provider, int(time.now().timestamp()))
    assert log_in(client, provider).status_code == 200


@pytest.mark.asvs("6.8.2")
@pytest.mark.asvs("9.1.2")
@pytest.mark.asvs("9.1.3")
@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({"alg": "none"}, b""),
        ({"alg": "HS256", "kid": "first"}, CLIENT_SECRET.encode()),
        ({"alg": "HS256", "kid": "first"}, Provider.key.as_pem(private=False)),
        ({"alg": "RS256", "kid": "first"}, Provider.another_key),
        ({"alg": "RS256", "kid": "unknown"}, Provider.another_key),
        ({"alg": "ES256", "kid": "first"}, EC),
        ({"alg": "RS256", "kid": "first", "typ": "at+jwt"}, Provider.key),
        ({"alg": "RS256", "kid": "first", "typ": "logout+jwt"}, Provider.key),
    ],
)
def test_a_token_that_no_key_of_the_provider_signed_is_refused(
    client: FlaskClient, provider: Provider, header: dict[str, Any], key: Any
) -> None:
    provider.header, provider.signs_with = header, key
    assert_refused(come_back(client, provider), REFUSED)
    assert_refused(native(client, provider.id_token("a nonce")), REFUSED)


def test_a_key_in_the_header_of_the_token_counts_for_nothing(client: FlaskClient, provider: Provider) -> None:
    key = provider.another_key
    for header in ({"jwk": key.as_dict(private=False)}, {"jku": f"{provider.issuer}/keys"}, {"x5u": provider.issuer}):
        provider.header, provider.signs_with = {"alg": "RS256", "kid": "third", **header}, key
        assert_refused(native(client, provider.id_token("a nonce")), REFUSED)


@pytest.mark.parametrize(
    "key",
    [
        WEAK.as_dict(private=False),
        {"kty": "oct", "k": "AAAA", "kid": "first"},
        {"kty": "RSA", "kid": "first"},
        {"kty": ["RSA"], "kid": "first"},
        {"kty": {}, "kid": "first"},
        7,
        Provider.key.as_dict(private=False) | {"use": "enc"},
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_weak_or_foreign_key_verifies_nothing(client: FlaskClient, provider: Provider, key: Any) -> None:
    provider.answers["/keys"] = json.dumps({"keys": [key]}).encode()
    provider.signs_with = WEAK if isinstance(key, dict) and key.get("n") == WEAK.as_dict()["n"] else provider.key
    assert_refused(native(client, provider.id_token("a nonce")), REFUSED)


@pytest.mark.parametrize(("alg", "key"), [("ES256", EC), ("PS256", Provider.key)])
def test_other_good_algorithms_are_taken(client: FlaskClient, provider: Provider, alg: str, key: Any) -> None:
    provider.keys, provider.signs_with = [key], key
    provider.header = {"alg": alg, "kid": "first"}
    assert native(client, provider.id_token("a nonce")).status_code == 200


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("of_the_key", [{}, {"alg": "EdDSA"}, {"alg": "Ed25519"}])
@pytest.mark.parametrize("alg", ["EdDSA", "Ed25519"])
def test_both_names_of_ed25519_are_taken_without_a_warning(
    client: FlaskClient, provider: Provider, alg: str, of_the_key: dict[str, str]
) -> None:
    provider.answers["/keys"] = json.dumps({"keys": [ED.as_dict(private=False) | of_the_key]}).encode()
    provider.header, provider.signs_with = {"alg": alg, "kid": "first"}, ED
    assert native(client, signed_without_a_warning(provider)).status_code == 200


def test_eddsa_stands_for_no_other_curve(client: FlaskClient, provider: Provider) -> None:
    provider.keys, provider.signs_with = [ED448], ED448
    provider.header = {"alg": "EdDSA", "kid": "first"}
    assert_refused(native(client, signed_without_a_warning(provider)), REFUSED)


def signed_without_a_warning(provider: Provider) -> str:
    """joserfc warns of the old name where the test signs, too."""
    with warnings.catch_warnings(action="ignore"):
        return provider.id_token("a nonce")


def test_a_token_without_a_key_id_needs_an_only_key(client: FlaskClient, provider: Provider, time: SetClock) -> None:
    provider.header = {"alg": "RS256"}
    other = provider.another_key.as_dict(private=False) | {"use": "enc"}
    provider.answers["/keys"] = json.dumps({"keys": [other, provider.key.as_dict(private=False)]}).encode()
    assert native(client, provider.id_token("a nonce")).status_code == 200
    provider.answers.clear()
    provider.keys = [provider.key, provider.another_key]
    time.pass_(hours=1)
    assert_refused(native(client, provider.id_token("another"), "another"), REFUSED)


@pytest.mark.parametrize(
    "token",
    ["x", "a.b.c", "a.b", "....", "é.b.c", "a" * 8193, f"{urlsafe_b64encode(b'[' * 3000).decode().rstrip('=')}.e30.x"]
    + [f"{urlsafe_b64encode(header).decode().rstrip('=')}.e30.x" for header in (b"[]", b"{}", b'{"alg":7}', b"1")],
)
def test_garbage_is_no_token(client: FlaskClient, provider: Provider, token: str) -> None:
    answer = native(client, token)
    assert_refused(answer, REFUSED, (422, "invalid_input"))


@pytest.mark.every_engine
def test_a_new_key_is_fetched_but_not_more_than_once_in_a_minute(
    time: SetClock, client: FlaskClient, provider: Provider
) -> None:
    assert native(client, provider.id_token("one"), "one").status_code == 200
    provider.keys, provider.signs_with = [provider.key, provider.another_key], provider.another_key
    provider.header = {"alg": "RS256", "kid": "second"}
    assert_refused(native(client, provider.id_token("two"), "two"), REFUSED)
    time.pass_(minutes=1)
    assert native(client, provider.id_token("three"), "three").status_code == 200
    provider.header = {"alg": "RS256", "kid": "unknown"}
    for _ in range(5):
        assert_refused(native(client, provider.id_token("four"), "four"), REFUSED)
    assert provider.asked.count("/keys") == 2
