"""Hundreds of documents that are not JSON, at every endpoint that takes a body: nothing fails, nothing is stored."""

from itertools import cycle
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.hostile.answers import assert_plain
from tests.hostile.corpus.documents import malformed, unfitting
from tests.servers.night import deeper
from tests.support.people import Person
from tests.web.endpoints import BODIES, FORMS, contents, send

pytestmark = pytest.mark.walks_again

MALFORMED, UNFITTING = malformed(), unfitting()
JSON_TYPES = (
    "application/json",
    None,
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    'application/json;charset="UTF-8"',
)
OTHER_TYPES = (
    "text/plain",
    "text/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "application/json; charset=utf-8; charset=utf-16",
    "application/json, text/html",
    "application/jsonx",
    "application/xml",
    "application/octet-stream",
    "*/*",
    "/",
    ";",
    "a" * 5_000,
    "application/json" + " ;" * 2_000,
    "application/json\xff",
    "\u0000",
)
LENGTHS = ("0", "1", "-1", "+5", "5x", "0x5", "5.0", "1e1", " ", "٥", "9" * 30, "65537", "1_0")


def test_the_corpus_is_large_and_says_each_thing_once() -> None:
    assert len(MALFORMED) >= 300
    assert len(set(MALFORMED.values())) >= 0.97 * len(MALFORMED)


def share_of(name: str) -> list[tuple[str, bytes]]:
    """The documents for one endpoint: by day each document goes to every sixth one, because all have one parser."""
    step = deeper(6, 1)
    return [*MALFORMED.items()][[*BODIES].index(name) % step :: step]


@pytest.mark.asvs("1.5.3")
@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize("name", BODIES)
def test_what_is_not_json_is_refused_and_changes_nothing(
    service: Flask, door: FlaskClient, guest: Person, name: str
) -> None:
    before, types = contents(service), cycle(JSON_TYPES)
    for title, document in share_of(name):
        answer = send(door, name, guest, data=document, content_type=next(types))
        said = answer.status_code, answer.json["code"]
        assert said == (400, "malformed_json"), f"{title}: {answer.text}"
        assert_plain(service, name, answer)
    for title, document in UNFITTING.items():
        answer = send(door, name, guest, data=document, content_type=next(types))
        assert answer.status_code == 422, f"{title}: {answer.text}"
        assert_plain(service, name, answer)
    assert contents(service) == before


@pytest.mark.asvs("4.1.1")
@pytest.mark.parametrize("name", BODIES)
def test_what_is_not_called_json_is_refused_before_it_is_read(
    service: Flask, door: FlaskClient, guest: Person, name: str
) -> None:
    before, types = contents(service), cycle(OTHER_TYPES)
    for title, document in [*share_of(name), *UNFITTING.items(), ("right", b"{}")]:
        answer = straight(door, name, guest, document, CONTENT_TYPE=(given := next(types)))
        assert answer.status_code == 415, f"{given}, {title}: {answer.text}"
        assert_plain(service, name, answer)
    assert contents(service) == before


@pytest.mark.parametrize("name", BODIES)
def test_a_length_that_is_not_true_is_answered_plainly(
    service: Flask, door: FlaskClient, guest: Person, name: str
) -> None:
    before = contents(service)
    for length, document in zip(cycle(LENGTHS), dict(share_of(name)).values(), strict=False):
        answer = straight(door, name, guest, document, CONTENT_LENGTH=length)
        assert answer.status_code in (400, 413, 422), f"{length}: {answer.text}"
        assert_plain(service, name, answer)
    assert contents(service) == before


@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize("name", FORMS)
def test_what_is_no_form_is_refused_and_changes_nothing(
    service: Flask, door: FlaskClient, guest: Person, name: str
) -> None:
    before = contents(service)
    for title, document in {**MALFORMED, **UNFITTING}.items():
        answer = send(door, name, guest, data=document, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 400, f"{title}: {answer.text}"
        assert_plain(service, name, answer)
    for content_type in {*JSON_TYPES, *OTHER_TYPES} - {None, "application/x-www-form-urlencoded"}:
        answer = straight(door, name, guest, b"token=a", CONTENT_TYPE=content_type)
        assert answer.status_code == 415, f"{content_type}: {answer.text}"
        assert_plain(service, name, answer)
    assert contents(service) == before


def straight(door: FlaskClient, name: str, person: Person, document: bytes, **environ: str) -> Any:
    """A request with variables that no client would send."""
    return send(door, name, person, data=document, environ_overrides=environ)
