"""Which tokens are refused, although most of them are signed by the service's own key."""

import json
import string
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient

from gatepost.crypto import derive_key
from tests.support.apps import SECRET
from tests.support.people import Person
from tests.tokens.forge import ACCESS, Forger, assert_refused, decoded, encoded, opened, use

OWN_KEY = ed25519.Ed25519PrivateKey.generate()


@pytest.fixture
def claims(ada: Person) -> dict[str, Any]:
    """The claims of a token that is good."""
    return opened(ada.access_token)[1]


def test_what_the_forger_signs_with_the_services_key_is_good(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any]
) -> None:
    header, pair = opened(ada.access_token)[0], forge.pair
    assert use(client, ada, forge(claims)).status_code == 200
    assert use(client, ada, jwt.encode(claims, pair.private, pair.algorithm, headers=header)).status_code == 200


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("same_kid", [True, False])
def test_a_token_signed_with_another_key_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], same_kid: bool
) -> None:
    assert_refused(use(client, ada, forge(claims, header={} if same_kid else {"kid": "A" * 43}, key=OWN_KEY)))


@pytest.mark.asvs("9.1.1")
def test_a_token_of_another_installation_is_refused(
    make_app: Callable[..., Flask], client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any]
) -> None:
    elsewhere = make_app(secret_key="another secret, of more than 32 bytes long")
    assert_refused(use(elsewhere.test_client(), ada, ada.access_token))


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_token_with_any_byte_changed_is_refused(client: FlaskClient, ada: Person, part: int) -> None:
    parts = ada.access_token.split(".")
    raw = decoded(parts[part])
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        parts[part] = encoded(changed)
        assert_refused(use(client, ada, ".".join(parts)))
    assert use(client, ada, ada.access_token).status_code == 200


@pytest.mark.asvs("9.1.1")
def test_a_token_that_is_written_in_another_way_is_refused(client: FlaskClient, ada: Person) -> None:
    """The last character has bits that count for nothing; padding and white space count for nothing either."""
    token, last = ada.access_token[:-1], ada.access_token[-1]
    for character in set(string.ascii_letters + string.digits + "-_") - {last}:
        assert_refused(use(client, ada, token + character))
    assert_refused(use(client, ada, f"{ada.access_token}=="))
    header, claims, signature = ada.access_token.split(".")
    for odd in (f"{header}=.{claims}.{signature}", f"{header}.{claims} .{signature}"):
        assert use(client, ada, odd).status_code == 400


@pytest.mark.asvs("9.1.1")
def test_a_token_without_its_signature_is_refused(client: FlaskClient, ada: Person) -> None:
    header, claims, signature = ada.access_token.split(".")
    for token in (
        f"{header}.{claims}.",
        f"{header}.{claims}",
        f"{header}..{signature}",
        f".{claims}.{signature}",
        f"{header}.{claims}.{signature[:-4]}",
        f"{header}.{claims}.{signature}.{signature}",
        f"{header}.{claims}.{signature}AAAA",
        "..",
        "x",
    ):
        assert_refused(use(client, ada, token))


@pytest.mark.asvs("9.1.2")
@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", "", None, 256, ["EdDSA"], {}, "eddsa"])
def test_a_token_that_names_no_algorithm_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], name: Any
) -> None:
    signed = forge(claims, header={"alg": name})
    assert_refused(use(client, ada, signed))
    assert_refused(use(client, ada, signed.rpartition(".")[0] + "."))


@pytest.mark.asvs("9.1.2")
@pytest.mark.parametrize("name", ["HS256", "HS384", "HS512"])
def test_what_everybody_knows_is_no_secret_to_sign_with(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], name: str
) -> None:
    """The published key, in every form in which a verifier might take it for a shared secret."""
    public = forge.pair.public
    forms = [
        public.public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo) for encoding in (Encoding.PEM, Encoding.DER)
    ]
    forms += [public.public_bytes(Encoding.Raw, PublicFormat.Raw), forge.pair.jwk["x"].encode()]
    forms += [json.dumps(forge.pair.jwk).encode(), forge.pair.kid.encode(), b"", SECRET.encode()]
    forms += [derive_key(SECRET, f"sign {ACCESS}"), derive_key(SECRET, "seal signing key")]
    for key in forms:
        assert_refused(use(client, ada, forge.with_mac(claims, name=name, key=key)))


@pytest.mark.asvs("9.1.2")
@pytest.mark.parametrize("name", ["ES256", "RS256", "PS256", "Ed25519", "Ed448", "HS256"])
def test_another_algorithm_is_refused_even_with_the_right_key(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], name: str
) -> None:
    assert_refused(use(client, ada, forge(claims, header={"alg": name})))


@pytest.mark.asvs("9.1.2")
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("RS256", rsa.generate_private_key(65537, 2048)),
        ("PS256", rsa.generate_private_key(65537, 2048)),
        ("ES256", ec.generate_private_key(ec.SECP256R1())),
        ("EdDSA", ed25519.Ed25519PrivateKey.generate()),
    ],
    ids=["RS256", "PS256", "ES256", "EdDSA"],
)
def test_a_token_signed_with_a_key_pair_of_somebody_else_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], name: str, key: Any
) -> None:
    headers = {"typ": ACCESS, "kid": forge.pair.kid}
    assert_refused(use(client, ada, jwt.encode(claims, key, algorithm=name, headers=headers)))


@pytest.mark.asvs("9.1.3")
@pytest.mark.parametrize(
    "header",
    [
        {"kid": "own"},
        {"kid": "../../dev/null"},
        {"kid": "' UNION SELECT 'x"},
        {"kid": 1},
        {"jku": "http://127.0.0.1:9/keys.json"},
        {"x5u": "http://127.0.0.1:9/key.pem"},
        {"x5c": ["TUlJ"]},
        {"jwk": {"kty": "oct", "k": "AAAA"}},
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": encoded(OWN_KEY.public_key().public_bytes_raw())}},
    ],
    ids=lambda header: "-".join(map(str, header)),
)
def test_a_key_that_comes_with_its_token_opens_nothing(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], header: dict[str, Any]
) -> None:
    assert_refused(use(client, ada, forge(claims, header=header, key=OWN_KEY)))
    if "kid" not in header:  # not even beside a good signature
        assert_refused(use(client, ada, forge(claims, header=header)))


@pytest.mark.asvs("9.1.3")
@pytest.mark.parametrize(
    "header",
    [{"crit": ["b64"], "b64": False}, {"crit": ["x"], "x": 1}, {"crit": ["exp"]}, {"crit": []}, {"crit": "x"}],
    ids=str,
)
def test_a_token_that_asks_to_understand_what_is_unknown_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any], header: dict[str, Any]
) -> None:
    assert_refused(use(client, ada, forge(claims, header=header)))


def test_a_token_of_more_than_4096_characters_is_refused(
    client: FlaskClient, forge: Forger, ada: Person, claims: dict[str, Any]
) -> None:
    token, padding = "", 2000
    while len(token := forge(claims | {"x": "x" * padding})) < 4090:
        padding += 1
    longer = forge(claims | {"x": "x" * (padding + 6)})
    assert len(token) <= 4096 < len(longer)
    assert use(client, ada, token).status_code == 200
    assert_refused(use(client, ada, longer))
    assert_refused(use(client, ada, "a" * 30_000))
