"""Which tokens the verifier refuses for how they are written or signed."""

import json
import string
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gatepost.keys.pairs import make_pair
from gatepost.verify import Verifier
from tests.tokens.forge import Forger, decoded, encoded
from tests.verify.issuer import Issuer
from tests.verify.refused import assert_refused

ALGORITHMS = ["EdDSA", "ES256", "RS256"]
STRANGER = make_pair("EdDSA")


@pytest.fixture(autouse=True)
def good_ones_pass(issuer: Issuer, verifier: Verifier) -> None:
    assert verifier.verify(issuer.token())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_token_with_any_byte_changed_is_refused(
    issuer: Issuer, verifier: Verifier, algorithm: str, part: int
) -> None:
    issuer.rotate(algorithm)
    issuer.clock.pass_(10)  # the verifier may look again
    token = issuer.token()
    assert verifier.verify(token)
    parts = token.split(".")
    raw = decoded(parts[part])
    for place in range(len(raw)):
        parts[part] = encoded(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        assert_refused(verifier, ".".join(parts))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_that_is_shorter_longer_or_spelled_otherwise_is_refused(
    issuer: Issuer, verifier: Verifier, algorithm: str
) -> None:
    issuer.rotate(algorithm)
    issuer.clock.pass_(10)
    token = issuer.token()
    assert verifier.verify(token)
    assert_refused(verifier, *(token[:length] for length in range(len(token))))
    letters = string.ascii_letters + string.digits + "-_"
    assert_refused(verifier, *(token[:-1] + letter for letter in set(letters) - {token[-1]}))
    assert_refused(verifier, *(token + more for more in [*letters, "=", "==", " ", "\n", "\0", ".", f".{token}", "é"]))
    assert_refused(verifier, *(more + token for more in ["A", "=", " ", "\n", ".", "Bearer "]))
    header, claims, signature = token.split(".")
    assert_refused(
        verifier,
        f"{header}=.{claims}.{signature}",
        f"{header}.{claims} .{signature}",
        f"{header}.{claims}.{signature}.{signature}",
        f"{header}..{signature}",
        f"{header}.{claims}.",
        f"{header}.{claims}",
        f"{claims}.{header}.{signature}",
        token.replace("-", "+").replace("_", "/") if set("-_") & set(token) else token + "+",
    )


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "." * 10000,
        "x",
        "a.b.c",
        "a" * 1000000,
        "eyJ." * 1000,
        "é.é.é",
        "�.a.b",
        "a.b.c\n",
        None,
        1,
        b"a.b.c",
        ["a"],
        {},
    ],
    ids=lambda token: f"{type(token).__name__} {str(token)[:9]!a}",
)
def test_what_is_no_token_is_refused(verifier: Verifier, token: object) -> None:
    assert_refused(verifier, token)


def test_a_token_of_more_than_4096_characters_is_refused(issuer: Issuer, verifier: Verifier) -> None:
    padding = 2000
    while len(token := issuer.token(x="x" * padding)) < 4090:
        padding += 1
    longer = issuer.token(x="x" * (padding + 6))
    assert len(token) <= 4096 < len(longer)
    assert verifier.verify(token)
    assert_refused(verifier, longer)


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", "", None, 256, ["EdDSA"], {}, True, "eddsa"])
def test_a_token_that_names_no_algorithm_is_refused(
    issuer: Issuer, forge: Forger, verifier: Verifier, name: Any
) -> None:
    signed = forge(issuer.claims, header={"alg": name})
    assert_refused(verifier, signed, signed.rpartition(".")[0] + ".", signed.rpartition(".")[0])


@pytest.mark.parametrize("name", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_everybody_knows_is_no_secret_to_sign_with(
    issuer: Issuer, verifier: Verifier, algorithm: str, name: str
) -> None:
    """The published key, in every form in which a verifier might take it for a shared secret."""
    pair = issuer.rotate(algorithm)
    issuer.clock.pass_(10)
    assert verifier.verify(issuer.token())
    forms = [pair.public.public_bytes(how, PublicFormat.SubjectPublicKeyInfo) for how in (Encoding.PEM, Encoding.DER)]
    forms += [json.dumps(pair.jwk).encode(), pair.kid.encode(), b"", *(value.encode() for value in pair.jwk.values())]
    forger = Forger(pair)
    for key in forms:
        assert_refused(verifier, forger.with_mac(issuer.claims, name=name, key=key))


@pytest.mark.parametrize("name", ["ES256", "RS256", "PS256", "Ed25519", "Ed448", "HS256"])
def test_another_algorithm_is_refused_even_with_the_right_signature(
    issuer: Issuer, forge: Forger, verifier: Verifier, name: str
) -> None:
    assert_refused(verifier, forge(issuer.claims, header={"alg": name}))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("theirs", ALGORITHMS)
def test_a_key_pair_of_somebody_else_opens_nothing(
    issuer: Issuer, verifier: Verifier, algorithm: str, theirs: str
) -> None:
    issuer.rotate(algorithm)
    issuer.clock.pass_(10)
    pair = make_pair(theirs)
    assert_refused(verifier, issuer.token(pair=pair, header={"kid": issuer.pair.kid}), issuer.token(pair=pair))


def test_rsa_with_another_padding_is_refused(issuer: Issuer, verifier: Verifier) -> None:
    pair = issuer.rotate("RS256")
    issuer.clock.pass_(10)
    assert verifier.verify(issuer.token())
    other = jwt.encode(issuer.claims, pair.private, "PS256", headers={"typ": "at+jwt", "kid": pair.kid})
    assert_refused(verifier, other)


@pytest.mark.parametrize(
    "header",
    [
        {"kid": ""},
        {"kid": None},
        {"kid": 1},
        {"kid": ["x"]},
        {"kid": "../../dev/null"},
        {"kid": "' UNION SELECT 'x"},
        {"kid": "x" * 2000},
        {"jku": "http://127.0.0.1:9/keys.json"},
        {"x5u": "http://127.0.0.1:9/key.pem"},
        {"x5c": ["TUlJ"]},
        {"x5t": "x"},
        {"x5t#S256": "x"},
        {"jwk": STRANGER.jwk},
        {"jwk": {"kty": "oct", "k": "AAAA"}},
        {"jwk": STRANGER.jwk, "kid": STRANGER.kid},
    ],
    ids=lambda header: "-".join(header) + f" {str(next(iter(header.values())))[:9]}",
)
def test_a_key_that_comes_with_its_token_opens_nothing(
    issuer: Issuer, forge: Forger, verifier: Verifier, header: dict[str, Any]
) -> None:
    assert_refused(verifier, forge(issuer.claims, header=header, key=STRANGER.private))
    assert_refused(verifier, forge(issuer.claims, header=header))  # not even beside a good signature
    assert set(issuer.asked) == {"/.well-known/jwks.json"}
