"""Which claims the verifier refuses, in tokens that the issuer's own key signed."""

import json
from typing import Any

import pytest

from gatepost.verify import InvalidToken, Verifier
from tests.tokens.forge import Forger, encoded
from tests.verify.issuer import Issuer

NEEDED = ["iss", "aud", "exp", "iat", "sub", "sid", "jti", "client_id"]


def assert_refused(verifier: Verifier, token: str) -> None:
    with pytest.raises(InvalidToken):
        verifier.verify(token)


@pytest.mark.parametrize("claim", NEEDED)
def test_a_token_that_lacks_a_claim_is_refused(issuer: Issuer, forge: Forger, verifier: Verifier, claim: str) -> None:
    assert verifier.verify(forge(issuer.claims))
    assert_refused(verifier, forge({name: value for name, value in issuer.claims.items() if name != claim}))
    assert_refused(verifier, issuer.token(**{claim: None}))


@pytest.mark.parametrize("claim", ["iss", "aud"])
def test_a_token_of_or_for_somebody_else_is_refused(issuer: Issuer, verifier: Verifier, claim: str) -> None:
    """Also where the name begins, ends or goes on like ours."""
    us = issuer.url
    others = [us[:-1], us + "/", us + "0", us + ".evil.example", us.upper(), us + " ", "", "*", f"{us},{us}", {us: us}]
    others += [0, True, [], [us[:-1]], [[us]], [us, 1], [us, None], "https://evil.example/" + us]
    if claim == "iss":
        others.append([us])
    for value in others:
        text = json.dumps(issuer.claims | {claim: value})
        assert_refused(verifier, Forger(issuer.pair)(text))


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
@pytest.mark.parametrize(
    "value",
    [
        '"{}"',
        "{}.0",
        "{}.5",
        "{}e0",
        "1e400",
        "-1e400",
        "NaN",
        "Infinity",
        "-Infinity",
        "true",
        "null",
        "[{}]",
        '{{"x": {}}}',
        '"soon"',
        "-1",
        "1" + "0" * 30,
        "1" + "0" * 2500,
        "9007199254740992",
    ],
    ids=lambda value: value[:16],
)
def test_a_time_that_is_no_whole_number_is_refused(
    issuer: Issuer, forge: Forger, verifier: Verifier, claim: str, value: str
) -> None:
    moment = issuer.claims["exp" if claim == "exp" else "iat"]
    text = json.dumps(issuer.claims | {claim: "HERE"})
    assert verifier.verify(forge(text.replace('"HERE"', str(moment))))
    assert_refused(verifier, forge(text.replace('"HERE"', value.format(moment))))


@pytest.mark.parametrize("claim", ["sub", "sid", "jti", "client_id"])
@pytest.mark.parametrize(
    "value", ["", 1, True, ["x"], {"x": 1}, "x" * 256, "é", "\0", "a b", "a\n", "\ud800"], ids=ascii
)
def test_a_name_that_is_none_is_refused(
    issuer: Issuer, forge: Forger, verifier: Verifier, claim: str, value: Any
) -> None:
    assert_refused(verifier, forge(issuer.claims | {claim: value}))


@pytest.mark.parametrize("claim", [*NEEDED, "auth_time", "roles"])
def test_claims_that_say_something_twice_are_refused(
    issuer: Issuer, forge: Forger, verifier: Verifier, claim: str
) -> None:
    claims = issuer.claims | {"roles": ["reader"]}
    text = json.dumps(claims)
    again = json.dumps({claim: claims[claim]})[1:-1]
    assert verifier.verify(forge(text))
    assert_refused(verifier, forge(text.replace("{", f"{{{again}, ")))
    assert_refused(verifier, forge(text.replace("}", f", {again}}}")))


def test_what_is_said_twice_further_in_is_refused_too(issuer: Issuer, forge: Forger, verifier: Verifier) -> None:
    text = json.dumps(issuer.claims | {"x": "HERE"})
    assert verifier.verify(forge(text.replace('"HERE"', '{"a": 1, "b": 2}')))
    assert_refused(verifier, forge(text.replace('"HERE"', '{"a": 1, "a": 2}')))


@pytest.mark.parametrize(
    "text", ["null", "[]", '"x"', "1", "{", "{} {}", "[" * 1500, '{"exp": NaN}', "\ufeff{}"], ids=lambda text: text[:9]
)
def test_claims_that_are_no_object_are_refused(forge: Forger, verifier: Verifier, text: str) -> None:
    assert_refused(verifier, forge(text))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_does_not_know_is_refused_wherever_it_stands(
    issuer: Issuer, forge: Forger, verifier: Verifier, number: str
) -> None:
    text = json.dumps(issuer.claims | {"x": "HERE"})
    assert verifier.verify(forge(text.replace('"HERE"', "1e3")))
    assert_refused(verifier, forge(text.replace('"HERE"', number)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1"])
def test_claims_in_another_encoding_than_utf_8_are_refused(issuer: Issuer, verifier: Verifier, encoding: str) -> None:
    header = encoded(json.dumps({"typ": "at+jwt", "alg": "EdDSA", "kid": issuer.pair.kid}).encode())

    def signed(text: bytes) -> str:
        signed = f"{header}.{encoded(text)}"
        return f"{signed}.{encoded(issuer.pair.private.sign(signed.encode()))}"

    text = json.dumps(issuer.claims | {"name": "Zoë"}, ensure_ascii=False)
    assert verifier.verify(signed(text.encode()))["name"] == "Zoë"
    assert_refused(verifier, signed(text.encode(encoding)))


def test_what_is_refused_is_not_told_on(issuer: Issuer, verifier: Verifier) -> None:
    """The words of a refusal end up in logs."""
    for token in (issuer.token(sub="se cret"), issuer.token(iss="secret"), "secret.secret.secret"):
        with pytest.raises(InvalidToken) as refusal:
            verifier.verify(token)
        assert "cret" not in str(refusal.value)
