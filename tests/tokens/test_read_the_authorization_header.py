"""How a token is sent (RFC 6750 section 2.1), and what is said when it is not."""

import pytest
from flask.testing import FlaskClient

from tests.support.people import Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import assert_refused, use
from tests.web.endpoints import ENDPOINTS, path_of

REALM = 'Bearer realm="gatepost"'
GUARDED = [endpoint for endpoint in ENDPOINTS.values() if endpoint.access.token]


@pytest.mark.asvs("7.2.1")
def test_no_token_is_answered_without_an_error_code(
    client: FlaskClient, ada: Person, subtests: pytest.Subtests
) -> None:
    for endpoint in GUARDED:
        with subtests.test(endpoint.name):
            answer = client.open(path_of(endpoint, ada), method=endpoint.method, json={})
            assert (answer.status_code, answer.json["code"]) == (401, "authentication_required")
            assert answer.headers.getlist("WWW-Authenticate") == [REALM]


@pytest.mark.asvs("7.2.1")
def test_a_token_that_is_none_is_answered_with_invalid_token(
    client: FlaskClient, ada: Person, subtests: pytest.Subtests
) -> None:
    for endpoint in GUARDED:
        with subtests.test(endpoint.name):
            path = path_of(endpoint, ada)
            assert_refused(client.open(path, method=endpoint.method, headers=bearer("x.y.z"), json={}))


@pytest.mark.parametrize(
    "value", ["Basic YWRhOnBhc3N3b3Jk", "Token {}", "{}", "Bearerx {}", "DPoP {}", "", "=Bearer {}"]
)
def test_another_scheme_is_answered_as_none(client: FlaskClient, ada: Person, value: str) -> None:
    headers = {"Authorization": value.format(ada.access_token)}
    answer = client.get(f"/user/{ada.uuid}", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "authentication_required")
    assert answer.headers["WWW-Authenticate"] == REALM


@pytest.mark.parametrize(
    "value",
    [
        "Bearer",
        "Bearer ",
        "Bearer {0} {0}",
        "Bearer {0},{0}",
        "Bearer {0}, Bearer {0}",
        "Bearer \t{0}",
        "Bearer =",
        "Bearer a=b",
        "Bearer {0}%",
        'Bearer "{0}"',
    ],
)
def test_a_malformed_header_is_an_invalid_request(client: FlaskClient, ada: Person, value: str) -> None:
    answer = client.get(f"/user/{ada.uuid}", headers={"Authorization": value.format(ada.access_token)})
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_request")
    assert answer.headers["WWW-Authenticate"] == f'{REALM}, error="invalid_request"'


def test_two_headers_are_an_invalid_request_even_if_both_are_good(client: FlaskClient, ada: Person) -> None:
    value = f"Bearer {ada.access_token}"
    answer = client.get(f"/user/{ada.uuid}", headers=[("Authorization", value), ("Authorization", value)])
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_read_in_any_letter_case(client: FlaskClient, ada: Person, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {ada.access_token}"}
    assert client.get(f"/user/{ada.uuid}", headers=headers).status_code == 200


def test_a_token_elsewhere_than_in_its_header_is_not_read(client: FlaskClient, ada: Person) -> None:
    client.set_cookie("access_token", ada.access_token)
    path = f"/user/{ada.uuid}"
    assert client.get(path).status_code == 401
    assert client.get(f"{path}?access_token={ada.access_token}").status_code == 401
    assert client.post("/user/logout/", data={"access_token": ada.access_token}).status_code == 401


@pytest.mark.asvs("9.2.1")
def test_a_token_that_was_found_good_still_runs_out(time: SetClock, client: FlaskClient, ada: Person) -> None:
    assert [use(client, ada, ada.access_token).status_code for _ in range(3)] == [200] * 3
    time.pass_(minutes=15)
    assert_refused(use(client, ada, ada.access_token))
    assert_refused(use(client, ada, ada.access_token))


def test_a_token_that_was_found_good_ends_with_its_session(client: FlaskClient, ada: Person) -> None:
    assert use(client, ada, ada.access_token).status_code == 200
    assert client.get("/user/refresh-token/", headers=ada.refreshing).status_code == 200
    client.post("/user/logout/", headers=ada.signed)
    assert_refused(use(client, ada, ada.access_token))
    assert_refused(client.get("/user/refresh-token/", headers=ada.refreshing))
