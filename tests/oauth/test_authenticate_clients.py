"""Which client asks (RFC 6749 section 2.3.1): by HTTP Basic or in the form, and never by a guess."""

from base64 import b64encode
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.errors import UnknownName
from gatepost.oauth.clients import create_client, remove_client, renew_secret
from tests.oauth.ask import FORM, INTROSPECT, REVOKE, assert_refused_as_oauth
from tests.support.apps import SERVICE_ID, SERVICE_SECRET
from tests.support.people import Person, bearer
from tests.web.endpoints import basic, contents

IN_FORM = {"client_id": SERVICE_ID, "client_secret": SERVICE_SECRET}
BOTH = pytest.mark.parametrize("path", [INTROSPECT, REVOKE])


def encoded(pair: str | bytes) -> str:
    raw = pair.encode() if isinstance(pair, str) else pair
    return f"Basic {b64encode(raw).decode()}"


@BOTH
def test_a_client_authenticates_by_basic_or_in_the_form(client: FlaskClient, path: str) -> None:
    assert client.post(path, data={"token": "x"}, headers=basic()).status_code == 200
    assert client.post(path, data={"token": "x", **IN_FORM}).status_code == 200
    assert client.post(path, data={"token": "x", "client_id": SERVICE_ID}, headers=basic()).status_code == 200


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC", "bAsIc"])
def test_the_scheme_is_read_in_any_letter_case(client: FlaskClient, scheme: str) -> None:
    header = basic()["Authorization"].replace("Basic", scheme)
    assert client.post(INTROSPECT, data={"token": "x"}, headers={"Authorization": header}).status_code == 200


def test_both_parts_of_basic_are_encoded_as_in_a_form(client: FlaskClient) -> None:
    everything = "".join(f"%{ord(letter):02x}" for letter in SERVICE_SECRET)
    for secret in (quote(SERVICE_SECRET), SERVICE_SECRET.replace(" ", "+"), everything):
        headers = {"Authorization": encoded(f"{SERVICE_ID.replace('-', '%2D')}:{secret}")}
        assert client.post(INTROSPECT, data={"token": "x"}, headers=headers).status_code == 200


@pytest.mark.asvs("10.4.10")
@BOTH
@pytest.mark.parametrize("way", ["header", "form"])
@pytest.mark.parametrize(
    ("client_id", "secret"),
    [
        (SERVICE_ID, "wrong"),
        (SERVICE_ID, ""),
        (SERVICE_ID, SERVICE_SECRET + "x"),
        (SERVICE_ID, SERVICE_SECRET[:-1]),
        (SERVICE_ID.upper(), SERVICE_SECRET),
        (SERVICE_ID + " ", SERVICE_SECRET),
        ("00000000-0000-4000-8000-000000000000", SERVICE_SECRET),
        ("tests", SERVICE_SECRET),
        ("", SERVICE_SECRET),
        ("gatepost", "a secret"),
        ("\0", "\0"),
        ("é", "\U0001f511"),
        ("' OR 1=1 --", "' OR 1=1 --"),
        ("x" * 10_000, "x" * 10_000),
    ],
)
def test_unknown_clients_and_wrong_secrets_are_refused_alike(
    client: FlaskClient, path: str, way: str, client_id: str, secret: str
) -> None:
    form = {"token": "x"}
    if way == "form":
        form |= {"client_id": client_id, "client_secret": secret}
    answer = client.post(path, data=form, headers=basic(client_id, secret) if way == "header" else {})
    if way == "form" and "\0" in client_id:
        assert_refused_as_oauth(answer, 400, "invalid_request")
        return
    assert_refused_as_oauth(answer, 401, "invalid_client")
    assert answer.json["message"] == "Authenticate as a registered client."


@BOTH
def test_without_a_client_nothing_is_answered(client: FlaskClient, ada: Person, path: str) -> None:
    for headers in ({}, ada.signed, bearer("x"), {"Authorization": ""}, {"Authorization": "Digest x"}):
        assert_refused_as_oauth(
            client.post(path, data={"token": ada.access_token}, headers=headers), 401, "invalid_client"
        )


@BOTH
@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic ",
        "Basic !",
        "Basic YQ",
        "Basic YWI=",
        "Basic Og==",
        "Basic é",
        encoded(b"\xff:\xff"),
        encoded(f"{SERVICE_ID}:%ff"),
        encoded(f"{SERVICE_ID}:%ed%a0%80"),
        encoded(SERVICE_ID + SERVICE_SECRET),
        f"{basic()['Authorization']}, {basic()['Authorization']}",
        f"{basic()['Authorization']} x",
        f"{basic()['Authorization']}\t",
        "Basic \x00",
        "Basic " + "A" * 60_000,
    ],
)
def test_a_malformed_header_is_no_client(client: FlaskClient, path: str, header: str) -> None:
    answer = client.post(path, data={"token": "x"}, environ_overrides={"HTTP_AUTHORIZATION": header})
    assert_refused_as_oauth(answer, 401, "invalid_client")


def test_two_headers_are_no_client_even_if_both_are_good(client: FlaskClient) -> None:
    value = basic()["Authorization"]
    answer = client.post(INTROSPECT, data={"token": "x"}, headers=[("Authorization", value), ("Authorization", value)])
    assert_refused_as_oauth(answer, 401, "invalid_client")


@BOTH
@pytest.mark.parametrize(
    "more", [IN_FORM, {"client_secret": SERVICE_SECRET}, {"client_secret": "x"}, {"client_id": "gatepost"}]
)
def test_two_ways_at_once_are_an_invalid_request(client: FlaskClient, path: str, more: dict[str, str]) -> None:
    answer = client.post(path, data={"token": "x", **more}, headers=basic())
    assert_refused_as_oauth(answer, 400, "invalid_request")


@pytest.mark.parametrize("form", [{"client_id": "gatepost"}, {"client_id": "gatepost", "client_secret": ""}])
def test_the_public_client_may_not_introspect(client: FlaskClient, ada: Person, form: dict[str, str]) -> None:
    answer = client.post(INTROSPECT, data={"token": ada.access_token, **form})
    assert_refused_as_oauth(answer, 401, "invalid_client")


@pytest.mark.every_engine
@pytest.mark.asvs("6.5.2")
def test_a_clients_secret_is_not_stored_and_opens_only_while_it_is_registered(app: Flask) -> None:
    client = app.test_client()

    def asks(secret: str) -> int:
        return client.post(INTROSPECT, data={"token": "x"}, headers=basic(made.client_id, secret)).status_code

    with app.app_context():
        made = create_client("billing")
    assert len(made.secret) >= 43  # 256 bits
    assert asks(made.secret) == 200
    assert made.secret not in str(contents(app))
    with app.app_context():
        renewed = renew_secret(made.client_id)
    assert (asks(made.secret), asks(renewed)) == (401, 200)
    with app.app_context():
        remove_client(made.client_id)
    assert asks(renewed) == 401


@pytest.mark.every_engine
def test_a_client_that_is_gone_is_not_removed_again_and_gets_no_new_secret(app: Flask) -> None:
    with app.app_context():
        made = create_client("billing")
        remove_client(made.client_id)
        for change in (remove_client, renew_secret):
            with pytest.raises(UnknownName):
                change(made.client_id)


def test_two_clients_have_each_their_own_secret(app: Flask) -> None:
    client = app.test_client()
    with app.app_context():
        one, other = create_client("one"), create_client("one")
    for pair, status in ((one, 200), (other, 200), ((one.client_id, other.secret), 401)):
        assert client.post(INTROSPECT, data={"token": "x"}, headers=basic(*pair)).status_code == status


def test_an_empty_form_of_an_unknown_client_tells_nothing_of_the_form(client: FlaskClient) -> None:
    answer = client.post(INTROSPECT, data="", content_type=FORM, headers=basic(secret="wrong"))
    assert_refused_as_oauth(answer, 401, "invalid_client")
