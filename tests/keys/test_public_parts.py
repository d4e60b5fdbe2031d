"""What anyone may know of the keys, and what nobody may."""

import hashlib
import json
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from gatepost.database import db
from gatepost.keys.models import SigningKey
from gatepost.keys.ring import current_ring
from tests.keys.conftest import keep, keep_only
from tests.sessions.test_keep_no_token import everything
from tests.support.people import People
from tests.support.time import SetClock
from tests.tokens.forge import encoded, key_of, opened

ALGORITHMS = ["EdDSA", "ES256", "RS256"]
MEMBERS = {"EdDSA": {"crv", "x"}, "ES256": {"crv", "x", "y"}, "RS256": {"n", "e"}}


def keys_of(client: FlaskClient) -> list[dict[str, str]]:
    answer = client.get("/.well-known/jwks.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.json.keys() == {"keys"}
    return list(answer.json["keys"])


@pytest.mark.asvs("11.1.2")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_only_public_parts_are_published(make_app: Callable[..., Flask], algorithm: str) -> None:
    app = make_app(signing_algorithm=algorithm)
    keep_only(app)
    (key,) = keys_of(app.test_client())
    assert key.keys() == {"kid", "kty", "use", "alg"} | MEMBERS[algorithm]
    assert (key["use"], key["alg"]) == ("sig", algorithm)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_is_named_by_its_thumbprint(make_app: Callable[..., Flask], algorithm: str) -> None:
    app = make_app(signing_algorithm=algorithm)
    keep_only(app)
    (key,) = keys_of(app.test_client())
    needed = {name: key[name] for name in sorted({"kty"} | MEMBERS[algorithm])}  # RFC 7638 section 3.2
    digest = hashlib.sha256(json.dumps(needed, separators=(",", ":")).encode()).digest()
    assert key["kid"] == encoded(digest)


@pytest.mark.asvs("9.1.1")
@pytest.mark.asvs("11.6.1")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_another_program_verifies_a_token_with_what_is_published(
    make_app: Callable[..., Flask], algorithm: str
) -> None:
    app = make_app(signing_algorithm=algorithm)
    keep_only(app)
    client = app.test_client()
    ada = People(client).join("ada")
    for token in (ada.access_token, ada.refresh_token):
        keys = jwt.PyJWKSet.from_dict({"keys": keys_of(client)})
        claims = jwt.decode(
            token, keys[opened(token)[0]["kid"]], algorithms=[algorithm], audience=opened(token)[1]["aud"]
        )
        assert claims["sub"] == ada.uuid


def test_the_keys_may_be_kept_for_a_while_but_no_longer_than_half_the_lead(make_app: Callable[..., Flask]) -> None:
    for lead, age in ((3600, 300), (60, 30), (1, 0)):
        answer = make_app(key_lead=f"{lead}s").test_client().get("/.well-known/jwks.json")
        assert answer.headers.getlist("Cache-Control") == [f"public, max-age={age}"]


@pytest.mark.asvs("13.3.1")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_no_private_part_is_stored_as_it_is(make_app: Callable[..., Flask], algorithm: str) -> None:
    app = make_app(signing_algorithm=algorithm)
    keep_only(app)
    private: Any = key_of(app).private
    forms = [private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())]
    if algorithm == "EdDSA":
        forms.append(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    else:
        numbers = private.private_numbers()
        number = numbers.d if algorithm == "RS256" else numbers.private_value
        forms.append(number.to_bytes((number.bit_length() + 7) // 8, "big"))
    stored = everything(app)
    sealed = [part for part in stored.split() if len(part) > 100]
    assert sealed
    for form in forms:
        for text in (encoded(form), form.hex(), str(int.from_bytes(form, "big"))):
            assert text not in stored
        for part in sealed:
            raw = urlsafe_b64decode(part + "=" * (-len(part) % 4))
            assert form not in raw
            assert form[:16] not in b64decode(part.replace("-", "+").replace("_", "/") + "==", validate=False)


def test_the_keys_of_a_service_that_rotated_are_all_there(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    client = app.test_client()
    tokens = []
    for _ in range(3):
        tokens.append(People(client).join(f"user{len(tokens)}").access_token)
        time.pass_(days=29, hours=23)
        keep(app)
        time.pass_(hours=1)
    known = {key["kid"] for key in keys_of(client)}
    assert opened(tokens[2])[0]["kid"] in known


def test_that_there_are_no_keys_is_nothing_to_remember(app: Flask) -> None:
    with app.app_context():
        db.session.execute(delete(SigningKey))
        db.session.commit()
        current_ring().forget()
    answer = app.test_client().get("/.well-known/jwks.json")
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert answer.headers["Cache-Control"] == "no-store"
    keep(app)
    assert len(keys_of(app.test_client())) == 1
