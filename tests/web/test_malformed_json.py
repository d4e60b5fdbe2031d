"""What is not strict JSON is refused by every endpoint alike, and nothing of it is stored."""

import json
from itertools import product
from time import perf_counter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import Person
from tests.web.endpoints import BODIES, ENDPOINTS, LENIENT, assert_refused, contents, send

pytestmark = pytest.mark.walks_again

LIMIT = 64 * 1024
MALFORMED = {
    "nothing": b"",
    "white space": b" \r\n\t ",
    "NaN": b'{"mobile": NaN}',
    "Infinity": b'{"mobile": Infinity}',
    "-Infinity": b'{"mobile": -Infinity}',
    "NaN alone": b"NaN",
    "a key twice": b'{"mobile": "01712345678", "mobile": "01712345678"}',
    "a key twice, written differently": b'{"mobile": "01712345678", "m\\u006fbile": "01712345679"}',
    "a key twice, deep inside": b'{"mobile": {"a": [{"b": 1, "b": 2}]}}',
    "33 lists": b"[" * 33 + b"]" * 33,
    "33 objects": b'{"a":' * 33 + b"1" + b"}" * 33,
    "33 levels of both": b'[{"a":' * 17 + b"1" + b"}]" * 17,
    "30,000 lists": b"[" * 30_000 + b"]" * 30_000,
    "64 KiB of lists that do not end": b"[" * LIMIT,
    "10,000 objects that do not end": b'{"a":' * 10_000,
    "UTF-8 with a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": json.dumps({"mobile": "01712345678"}).encode("utf-16"),
    "UTF-16 without a mark": json.dumps({"mobile": "01712345678"}).encode("utf-16-le"),
    "UTF-32": json.dumps({"mobile": "01712345678"}).encode("utf-32"),
    "Latin-1": '{"mobile": "é"}'.encode("latin-1"),
    "an overlong slash": b'{"mobile": "\xc0\xaf"}',
    "half a UTF-8 character": b'{"mobile": "\xe2\x82"}',
    "a surrogate in UTF-8": b'{"mobile": "\xed\xa0\x80"}',
    "an escaped high surrogate": b'{"mobile": "\\ud800"}',
    "an escaped low surrogate": b'{"mobile": "\\uDFFF"}',
    "two surrogates in the wrong order": b'{"mobile": "\\udc00\\ud800"}',
    "a surrogate in a key": b'{"\\ud800": 1}',
    "a surrogate deep inside": b'{"mobile": [{"a": "\\ud800"}]}',
    "something after the end": b'{"mobile": "01712345678"} x',
    "two values": b'{"mobile": "01712345678"}{}',
    "a NUL after the end": b'{"mobile": "01712345678"}\x00',
    "a number of 5,000 digits": b'{"mobile": ' + b"1" * 5_000 + b"}",
    "a control character in a text": b'{"mobile": "\x01"}',
    "a line break in a text": b'{"mobile": "0171\n2345678"}',
    "single quotes": b"{'mobile': '01712345678'}",
    "a comma too many": b'{"mobile": "01712345678",}',
    "a comment": b'{"mobile": "01712345678" /* mine */}',
    "a form": b"mobile=01712345678",
    "XML": b"<mobile>01712345678</mobile>",
    "a text that does not end": b'{"mobile": "0171',
}
DEEP_BUT_RIGHT = b'{"extra": ' + b"[" * 31 + b"]" * 31 + b"}"
BRACKETS_IN_A_TEXT = json.dumps({"extra": "[{" * 1_000}).encode()


def test_there_is_a_right_body_for_every_endpoint_that_takes_one() -> None:
    assert BODIES.keys() == {name for name, endpoint in ENDPOINTS.items() if endpoint.body}


@pytest.mark.asvs("1.5.3")
def test_malformed_json_is_refused_by_every_endpoint_and_changes_nothing(
    service: Flask, door: FlaskClient, guest: Person, subtests: pytest.Subtests
) -> None:
    before = contents(service)
    for title, malformed in MALFORMED.items():
        with subtests.test(title):
            for name, content_type in product(BODIES, ("application/json", None)):
                answer = send(door, name, guest, data=malformed, content_type=content_type)
                assert_refused(answer, (400, "malformed_json"))
    assert contents(service) == before


def test_json_that_is_no_object_is_invalid_input(door: FlaskClient, guest: Person, subtests: pytest.Subtests) -> None:
    values = (b"null", b"true", b"1", b"1e400", b'"text"', b"[]", b"[[1]]")
    for name in BODIES:
        with subtests.test(name):
            for value in values:
                answer = send(door, name, guest, data=value)
                assert_refused(answer, (422, "invalid_input"))
                assert answer.json["errors"] == {"body": ["Send a JSON object."]}


@pytest.mark.parametrize("body", [DEEP_BUT_RIGHT, BRACKETS_IN_A_TEXT], ids=["32 levels", "brackets in a text"])
def test_depth_counts_levels_and_not_brackets(door: FlaskClient, guest: Person, body: bytes) -> None:
    """They are read, and refused only because the field is unknown."""
    for name in BODIES.keys() - LENIENT:
        answer = send(door, name, guest, data=body)
        assert_refused(answer, (422, "invalid_input"))
        assert answer.json["errors"]["extra"] == ["This field is unknown or cannot be set."]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 33 + b'"' + b'\\"' * 32_000,
        b"[" * 33 + b'"' * 65_000,
        b"[" * 33 + b"\\" * 65_000,
        b'["' * 32_000,
        b'{"' + b"\\u0061" * 10_000 + b'":' + b"[" * 40,
        b"9" * 4_300,
        b'{"a":1e' + b"9" * 65_000 + b"}",
    ],
    ids=["escaped quotes", "quotes", "backslashes", "lists of texts", "escaped letters", "digits", "an exponent"],
)
@pytest.mark.asvs("15.2.2")
def test_no_64_kib_of_json_take_long_to_refuse(door: FlaskClient, guest: Person, body: bytes) -> None:
    begin = perf_counter()
    answer = door.post("/user/login", data=body)
    assert perf_counter() - begin < 1
    assert answer.status_code in (400, 422)


def test_a_body_of_64_kib_is_read_and_one_byte_more_is_not(
    door: FlaskClient, guest: Person, subtests: pytest.Subtests
) -> None:
    filling = b'{"extra": "' + b"x" * (LIMIT - 13) + b'"}'
    assert len(filling) == LIMIT
    for name in BODIES:
        with subtests.test(name):
            assert_refused(send(door, name, guest, data=filling), (422, "invalid_input"))
            assert_refused(send(door, name, guest, data=filling + b" "), (413, "too_large"))
            assert_refused(send(door, name, guest, data=b" " * 1_000_000), (413, "too_large"))


@pytest.mark.asvs("1.1.1")
def test_escapes_are_decoded_exactly_once(door: FlaskClient) -> None:
    body = rb'{"username": "gr\u0061ce", "mobile": "\u00301712345678", "password": "\\u0061\\u0061 %61%61"}'
    answer = door.post("/user", data=body)
    assert answer.json["data"]["username"] == "grace"
    assert answer.json["data"]["mobile"] == "01712345678"
    door.post("/user/activate-account/", json={"mobile": "01712345678"})
    right = {"username": "grace", "password": r"\u0061\u0061 %61%61"}
    assert door.post("/user/login", json=right).status_code == 200
    for wrong in ("aa %61%61", r"\u0061\u0061 aa", "aa aa"):
        assert door.post("/user/login", json=right | {"password": wrong}).status_code == 401
