"""Which headers the verifier refuses, even with a good signature."""

import json
from typing import Any

import pytest

from gatepost.verify import Verifier
from tests.tokens.forge import Forger, encoded
from tests.verify.issuer import Issuer
from tests.verify.refused import assert_refused


@pytest.fixture(autouse=True)
def good_ones_pass(issuer: Issuer, verifier: Verifier) -> None:
    assert verifier.verify(issuer.token())


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["b64"], "b64": False},
        {"crit": ["x"], "x": 1},
        {"crit": ["exp"]},
        {"crit": []},
        {"crit": None},
        {"b64": True},
        {"zip": "DEF"},
    ],
    ids=str,
)
def test_a_token_that_asks_to_understand_what_is_unknown_is_refused(
    issuer: Issuer, forge: Forger, verifier: Verifier, header: dict[str, Any]
) -> None:
    assert_refused(verifier, forge(issuer.claims, header=header))


@pytest.mark.parametrize(
    "kind",
    [
        "rt+jwt",
        "JWT",
        "jwt",
        "AT+JWT",
        "at",
        "at+jwt ",
        "at+jwt2",
        "",
        None,
        1,
        ["at+jwt"],
        {"typ": "at+jwt"},
        "application/rt+jwt",
        "application/application/at+jwt",
        "logout+jwt",
    ],
)
def test_a_token_of_another_kind_is_refused(issuer: Issuer, forge: Forger, verifier: Verifier, kind: Any) -> None:
    assert_refused(verifier, forge(issuer.claims, header={"typ": kind}))


@pytest.mark.parametrize("missing", ["typ", "alg", "kid"])
def test_a_token_whose_header_lacks_something_is_refused(
    issuer: Issuer, forge: Forger, verifier: Verifier, missing: str
) -> None:
    header = {"typ": "at+jwt", "alg": "EdDSA", "kid": issuer.pair.kid}
    del header[missing]
    assert_refused(verifier, signed_as_written(forge, json.dumps(header), json.dumps(issuer.claims)))


@pytest.mark.parametrize("member", ["typ", "alg", "kid"])
def test_a_header_that_says_something_twice_is_refused(
    issuer: Issuer, forge: Forger, verifier: Verifier, member: str
) -> None:
    good = {"typ": "at+jwt", "alg": "EdDSA", "kid": issuer.pair.kid}
    text, claims = json.dumps(good), json.dumps(issuer.claims)
    assert verifier.verify(signed_as_written(forge, text, claims))
    for value in (good[member], "other"):
        first = text.replace("{", f'{{"{member}": "{value}", ')
        last = text.replace("}", f', "{member}": "{value}"}}')
        assert_refused(verifier, signed_as_written(forge, first, claims), signed_as_written(forge, last, claims))


@pytest.mark.parametrize("header", ["", "null", "[]", '"x"', "1", "{", "[" * 1500, "{} {}", "\ufeff{}"], ids=ascii)
def test_a_header_that_is_no_object_is_refused(issuer: Issuer, forge: Forger, verifier: Verifier, header: str) -> None:
    assert_refused(verifier, signed_as_written(forge, header, json.dumps(issuer.claims)))


def signed_as_written(forge: Forger, header: str, claims: str) -> str:
    text = f"{encoded(header.encode())}.{encoded(claims.encode())}"
    return f"{text}.{encoded(forge.pair.private.sign(text.encode()))}"
