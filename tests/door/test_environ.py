"""A request of Granian's interface as WSGI variables."""

from types import SimpleNamespace
from typing import Any

import pytest

from gatepost.serving.environ import environ_of


def scope(
    *headers: tuple[str, str],
    path: str = "/user",
    query: str = "",
    client: str = "192.0.2.1:4711",
    version: str = "1.1",
) -> Any:
    sent = SimpleNamespace(items=lambda: list(headers))
    return SimpleNamespace(
        client=client,
        server="127.0.0.1:8087",
        method="GET",
        path=path,
        query_string=query,
        http_version=version,
        scheme="http",
        headers=sent,
    )


def test_the_usual_variables_are_there() -> None:
    environ = environ_of(scope(("host", "x"), ("content-type", "a/b"), ("content-length", "3"), ("x-a", "b")))
    expected = {"HTTP_HOST": "x", "CONTENT_TYPE": "a/b", "CONTENT_LENGTH": "3", "HTTP_X_A": "b", "SERVER_PORT": "8087"}
    assert expected.items() <= environ.items()
    assert (environ["REQUEST_METHOD"], environ["SERVER_PROTOCOL"], environ["REMOTE_ADDR"]) == (
        "GET",
        "HTTP/1.1",
        "192.0.2.1",
    )


@pytest.mark.asvs("4.2.1")
def test_a_header_that_was_sent_twice_is_one_with_a_comma_and_a_cookie_one_with_a_semicolon() -> None:
    twice = [("authorization", "a"), ("authorization", "b"), ("cookie", "a=1"), ("cookie", "b=2")]
    environ = environ_of(scope(*twice))
    assert (environ["HTTP_AUTHORIZATION"], environ["HTTP_COOKIE"]) == ("a,b", "a=1;b=2")


@pytest.mark.asvs("4.1.3")
def test_a_header_with_an_underscore_in_its_name_is_left_out() -> None:
    environ = environ_of(scope(("x_forwarded_for", "203.0.113.9"), ("x-forwarded-for", "192.0.2.7")))
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"
    assert "HTTP_X_FORWARDED_FOR" not in environ_of(scope(("x_forwarded_for", "203.0.113.9")))


@pytest.mark.parametrize(("client", "address"), [("192.0.2.1:1", "192.0.2.1"), ("[2001:db8::1]:1", "2001:db8::1")])
def test_the_peer_is_its_address_without_the_port(client: str, address: str) -> None:
    assert environ_of(scope(client=client))["REMOTE_ADDR"] == address


def test_a_path_in_any_script_is_given_on_as_its_bytes() -> None:
    environ = environ_of(scope(path="/\u00e4", query="q=\u00e4"))
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/\u00e4"
    assert environ["QUERY_STRING"].encode("latin-1").decode() == "q=\u00e4"


@pytest.mark.parametrize(("told", "protocol"), [("1", "HTTP/1.0"), ("1.1", "HTTP/1.1")])
def test_the_protocol_is_named_as_in_the_request(told: str, protocol: str) -> None:
    assert environ_of(scope(version=told))["SERVER_PROTOCOL"] == protocol
