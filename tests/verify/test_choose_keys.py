"""Which published keys the verifier uses."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from gatepost.keys.pairs import KeyPair, make_pair
from gatepost.verify import InvalidToken, Verifier
from tests.tokens.forge import Forger
from tests.verify.issuer import Issuer


def pair_of(private: Any, algorithm: str, to_jwk: Any, **members: Any) -> KeyPair:
    public = private.public_key()
    jwk = {"kid": "other", "use": "sig", "alg": algorithm, **to_jwk(public, as_dict=True), **members}
    return KeyPair("other", algorithm, private, public, jwk)


def assert_unused(issuer: Issuer, verifier: Verifier, pair: KeyPair) -> None:
    """What *pair* signs is refused, and the key beside it still verifies."""
    issuer.keys.insert(0, pair.jwk)
    assert verifier.verify(issuer.token())
    with pytest.raises(InvalidToken):
        verifier.verify(issuer.token(pair=pair))
    assert list(verifier._keys._keys) == [issuer.pair.kid]


@pytest.mark.parametrize(
    "change", [{"use": None}, {"alg": None}, {"key_ops": ["verify"]}, {"x5c": ["unread"]}], ids=str
)
@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
def test_a_key_may_say_less_or_more_of_itself(
    issuer: Issuer, verifier: Verifier, algorithm: str, change: dict[str, Any]
) -> None:
    jwk = issuer.rotate(algorithm).jwk
    jwk.update(change)
    for name in [name for name, value in change.items() if value is None]:
        del jwk[name]
    assert verifier.verify(issuer.token())


def test_a_key_for_the_new_name_of_the_algorithm_takes_only_that(issuer: Issuer, verifier: Verifier) -> None:
    """RFC 9864 names Ed25519 what was EdDSA."""
    issuer.pair.jwk["alg"] = "Ed25519"
    signed = issuer.token()
    with pytest.raises(InvalidToken):
        verifier.verify(signed)
    text = {"typ": "at+jwt", "alg": "Ed25519", "kid": issuer.pair.kid}
    assert verifier.verify(Forger(issuer.pair)(issuer.claims, header=text))


@pytest.mark.parametrize(
    "change",
    [
        {"use": "enc"},
        {"use": None},
        {"key_ops": ["sign"]},
        {"key_ops": []},
        {"key_ops": "verify"},
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "ES256"},
        {"alg": "Ed448"},
        {"alg": ["EdDSA"]},
        {"alg": None},
        {"kty": "oct"},
        {"kty": ["OKP"]},
        {"kty": "EC"},
        {"crv": "Ed448"},
        {"crv": "X25519"},
        {"crv": ["Ed25519"]},
        {"crv": None},
        {"x": ""},
        {"x": "AAAA"},
        {"x": None},
        {"x": 1},
        {"d": "AAAA"},
        {"k": "AAAA"},
        {"kid": ""},
        {"kid": 1},
        {"kid": "x" * 257},
    ],
    ids=lambda change: f"{change}"[:30],
)
def test_a_key_that_is_for_something_else_or_is_none_is_left_out(
    issuer: Issuer, verifier: Verifier, change: dict[str, Any]
) -> None:
    other = make_pair("EdDSA")
    other.jwk.update(change)
    assert_unused(issuer, verifier, other)


@pytest.mark.parametrize("member", ["kid", "kty", "crv", "x"])
def test_a_key_that_lacks_something_is_left_out(issuer: Issuer, verifier: Verifier, member: str) -> None:
    other = make_pair("EdDSA")
    del other.jwk[member]
    assert_unused(issuer, verifier, other)


@pytest.mark.parametrize(("algorithm", "member"), [("ES256", "x"), ("ES256", "y"), ("RS256", "n"), ("RS256", "e")])
@pytest.mark.parametrize(
    "value", ["", "AA", "AAAA", "A" * 5000, "!", None, 7, ["AQAB"]], ids=lambda value: str(value)[:9]
)
def test_a_key_of_nonsense_is_left_out(
    issuer: Issuer, verifier: Verifier, algorithm: str, member: str, value: Any
) -> None:
    other = make_pair(algorithm)
    other.jwk[member] = value
    assert_unused(issuer, verifier, other)


@pytest.mark.filterwarnings("ignore:The RSA key is")
@pytest.mark.parametrize("bits", [1024, 2047])
def test_a_weak_key_is_left_out(issuer: Issuer, verifier: Verifier, bits: int) -> None:
    assert_unused(issuer, verifier, pair_of(rsa.generate_private_key(65537, bits), "RS256", RSAAlgorithm.to_jwk))


def test_an_rsa_key_with_a_small_exponent_is_left_out(issuer: Issuer, verifier: Verifier) -> None:
    assert_unused(issuer, verifier, pair_of(rsa.generate_private_key(3, 2048), "RS256", RSAAlgorithm.to_jwk))


@pytest.mark.parametrize(("curve", "algorithm"), [(ec.SECP384R1(), "ES384"), (ec.SECP256K1(), "ES256K")])
@pytest.mark.parametrize("called", [None, "ES256"])
def test_a_key_on_another_curve_is_left_out(
    issuer: Issuer, verifier: Verifier, curve: ec.EllipticCurve, algorithm: str, called: str | None
) -> None:
    pair = pair_of(ec.generate_private_key(curve), algorithm, ECAlgorithm.to_jwk)
    pair.jwk["alg"] = called or algorithm
    assert_unused(issuer, verifier, pair)


def test_ed448_is_left_out(issuer: Issuer, verifier: Verifier) -> None:
    for name in ("EdDSA", "Ed448"):
        private = ed448.Ed448PrivateKey.generate()
        pair = pair_of(private, "EdDSA", OKPAlgorithm.to_jwk, alg=name, kid=name)
        issuer.keys.append(pair.jwk)
        with pytest.raises(InvalidToken):
            verifier.verify(issuer.token(pair=pair, header={"kid": name}))
    assert verifier.verify(issuer.token())


def test_a_name_that_two_keys_bear_names_none(issuer: Issuer, verifier: Verifier) -> None:
    first, second = make_pair("EdDSA"), make_pair("ES256")
    issuer.keys += [first.jwk, second.jwk | {"kid": first.kid}]
    assert verifier.verify(issuer.token())
    for token in (issuer.token(pair=first), issuer.token(pair=second, header={"kid": first.kid})):
        with pytest.raises(InvalidToken, match="an unknown key"):
            verifier.verify(token)


@pytest.mark.parametrize("odd", [None, 1, "x", [], [{}], {}, {"kid": {}}, json.loads("[" * 50 + "]" * 50)], ids=str)
def test_nonsense_among_the_keys_harms_nobody(issuer: Issuer, verifier: Verifier, odd: Any) -> None:
    issuer.keys.insert(0, odd)
    assert verifier.verify(issuer.token())
