"""A request whose body is not whole is refused, also if what came of it happens to be whole JSON."""

import json
import socket
from itertools import count

import pytest

from tests.support.live import Live
from tests.web.test_raw_requests import Connection

_numbers = count(1)


def account() -> tuple[str, bytes]:
    number = next(_numbers)
    name = f"cut{number}"
    body = {"username": name, "mobile": f"0171222{number:04}", "password": "a good password"}
    return name, json.dumps(body).encode()


def exists(live: Live, name: str) -> bool:
    """Whether the name is taken: a log-in with the right password tells."""
    with live.client() as client:
        answer = client.post("/user/login", json={"username": name, "password": "a good password"})
        return answer.json()["code"] != "invalid_credentials"


CHUNKED = {
    "ends before its last chunk": b"%x\r\n%b\r\n",
    "ends within a chunk": b"%x0\r\n%b\r\n",
    "has a size that is no number": b"%x\r\n%b\r\nzz\r\n",
    "has no end of a chunk": b"%x\r\n%bXX0\r\n\r\n",
    "has line feeds alone": b"%x\n%b\n0\n\n",
    "has a trailer that is none": b"%x\r\n%b\r\n0\r\nno trailer\x00\r\n\r\n",
    "has another request for a trailer": b"%x\r\n%b\r\n0\r\nGET / HTTP/1.1\r\n\r\n",
    "has a negative size": b"%x\r\n%b\r\n-1\r\n\r\n",
    "has a size beyond all": b"%x\r\n%b\r\nfffffffffffffffff\r\n",
}


@pytest.mark.asvs("4.2.1")
@pytest.mark.parametrize("form", CHUNKED.values(), ids=CHUNKED)
def test_a_chunked_body_is_refused_if_it(live: Live, form: bytes) -> None:
    name, body = account()
    with Connection(live) as connection:
        connection.send(b"POST /user HTTP/1.1", b"Transfer-Encoding: chunked", body=form % (len(body), body))
        connection.socket.shutdown(socket.SHUT_WR)
        status, headers, answer = connection.answer()
        assert (status, json.loads(answer)["code"]) == (400, "invalid_request")
        assert "x-request-id" in headers
        assert connection.answer()[0] == 0
    assert not exists(live, name)


@pytest.mark.asvs("4.2.1")
@pytest.mark.parametrize("missing", [1, 1000, 100_000])
def test_a_body_that_ends_before_its_declared_end_is_refused(live: Live, missing: int) -> None:
    name, body = account()
    with Connection(live) as connection:
        connection.send(b"POST /user HTTP/1.1", b"Content-Length: %d" % (len(body) + missing), body=body)
        connection.socket.shutdown(socket.SHUT_WR)
        status, _, answer = connection.answer()
        assert (status, json.loads(answer)["code"]) == (400, "invalid_request")
    assert not exists(live, name)


@pytest.mark.parametrize(
    "form",
    [b"%x\r\n%b\r\n0\r\nX-Checksum: 1\r\n\r\n", b"%x;name=value\r\n%b\r\n0\r\n\r\n"],
    ids=["trailer", "extension"],
)
def test_a_whole_body_with_a_trailer_or_an_extension_is_taken(live: Live, form: bytes) -> None:
    name, body = account()
    with Connection(live) as connection:
        connection.send(b"POST /user HTTP/1.1", b"Transfer-Encoding: chunked", body=form % (len(body), body))
        assert connection.answer()[0] == 201
    assert exists(live, name)


@pytest.mark.parametrize("place", ["body", "query"])
def test_a_name_that_is_unknown_is_repeated_in_part_only(live: Live, place: str) -> None:
    long = "x" * 1000
    with live.client() as client:
        answer = client.post("/user", json={long: 1})
        if place == "query":
            tokens = _sign_in(live)
            answer = client.get(f"/user?{long}=1", headers={"Authorization": f"Bearer {tokens}"})
    assert answer.status_code == 422
    assert max(map(len, answer.json()["errors"])) == 40


def _sign_in(live: Live) -> str:
    name, body = account()
    with live.client() as client:
        client.post("/user", content=body)
        client.post("/user/activate-account/", json={"mobile": json.loads(body)["mobile"]})
        answer = client.post("/user/login", json={"username": name, "password": "a good password"})
        return str(answer.json()["access_token"])
