"""How a form is read (RFC 6749 section 3.1 and appendix B): in one way, or not at all."""

import pytest
from flask.testing import FlaskClient

from tests.oauth.ask import FORM, INTROSPECT, REVOKE, assert_refused_as_oauth
from tests.support.people import Person
from tests.web.endpoints import basic

BOTH = pytest.mark.parametrize("path", [INTROSPECT, REVOKE])


@BOTH
@pytest.mark.parametrize(
    "content_type",
    [FORM, FORM.title(), f"{FORM};charset=utf-8", f"{FORM} ; charset=UTF-8", f'{FORM}; charset="utf-8"', "", None],
)
def test_a_form_is_taken_under_its_names_and_without_any(
    client: FlaskClient, path: str, content_type: str | None
) -> None:
    answer = client.post(path, data=b"token=x", headers=basic(), content_type=content_type)
    assert answer.status_code == 200


@BOTH
@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "multipart/form-data; boundary=x",
        "text/plain",
        f"{FORM}; charset=latin-1",
        f"{FORM}x",
        f"{FORM}, {FORM}",
        "form",
        "a" * 4_000,
        f"{FORM}\xff",
    ],
)
def test_another_type_is_refused_with_what_to_send(client: FlaskClient, path: str, content_type: str) -> None:
    answer = client.post(path, data=b"token=x", headers=basic(), content_type=content_type)
    assert_refused_as_oauth(answer, 415, "invalid_request")
    assert FORM in answer.json["message"]


@pytest.mark.asvs("15.3.7")
@BOTH
@pytest.mark.parametrize(
    "data",
    [
        "token=x&token=x",
        "token=x&token=y",
        "token=&token=x",
        "token=x&%74oken=x",
        "token=x&unknown=1&unknown=2",
        "token=x&client_id=a&client_id=a",
    ],
)
def test_a_parameter_twice_is_an_invalid_request(client: FlaskClient, path: str, data: str) -> None:
    answer = client.post(path, data=data, headers=basic(), content_type=FORM)
    assert_refused_as_oauth(answer, 400, "invalid_request")


@BOTH
@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"token=\xff",
        b"token=%ff",
        b"token=%ed%a0%80",
        b"token=x&%ff=x",
        b"token=%00",
        b"token=x%00",
        b"token=x\x00",
        b"token=x&other=%00",
        b"token=x&%00=1",
        b"&".join(b"a%d=1" % number for number in range(100)),
    ],
)
def test_what_is_no_text_is_an_invalid_request(client: FlaskClient, path: str, data: bytes) -> None:
    assert_refused_as_oauth(client.post(path, data=data, headers=basic(), content_type=FORM), 400, "invalid_request")


@BOTH
@pytest.mark.parametrize("length", [65_537, 70_000, 1_000_000])
def test_a_form_that_is_too_large_is_refused(client: FlaskClient, path: str, length: int) -> None:
    answer = client.post(path, data=b"token=x&y=".ljust(length, b"A"), headers=basic(), content_type=FORM)
    assert_refused_as_oauth(answer, 413, "invalid_request")


@BOTH
@pytest.mark.parametrize(
    "data",
    [
        "token=x",
        "token=x&",
        "&token=x",
        "token=%78",
        "token=+x+",
        "token=x&scope=&client_assertion=y&resource=https://a.example",
        "token=x&token_type_hint=",
        "token=%zz",
        "token=x=y",
        "token=x;token=y",
        "token=é",
    ],
)
def test_what_is_not_known_is_ignored_and_what_is_odd_is_a_token_like_any(
    client: FlaskClient, path: str, data: str
) -> None:
    answer = client.post(path, data=data.encode(), headers=basic(), content_type=FORM)
    assert answer.status_code == 200
    assert answer.json == ({"active": False} if path == INTROSPECT else {})


@BOTH
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_but_post_is_taken(client: FlaskClient, ada: Person, path: str, method: str) -> None:
    answer = client.open(path, method=method, data={"token": ada.access_token}, headers=basic())
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
