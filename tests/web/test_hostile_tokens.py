"""Headers with tokens as an attacker would send them, to the real server: each is refused and costs next to nothing."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gatepost.app import create_app
from gatepost.environment import load_settings
from tests.serving.test_stop import children_of
from tests.serving.wire import ask, join
from tests.support.live import Live
from tests.support.people import Person
from tests.tokens.forge import Forger, encoded, key_of, opened
from tests.web.test_raw_requests import Connection

EVIL = Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def ada(live: Live) -> Person:
    return join(live.url, "ada")


@pytest.fixture(scope="module")
def bad(live: Live, ada: Person) -> dict[str, list[bytes]]:
    """Header lines by what is wrong with them; the service's own key signed many of the tokens."""
    forge = Forger(key_of(create_app(load_settings({}, instance=live.instance))))
    claims, token = opened(ada.access_token)[1], ada.access_token
    head, body, signature = token.split(".")
    public = forge.pair.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encoded(EVIL.public_key().public_bytes_raw())}
    issuer = claims["iss"]
    tokens = {
        "no algorithm": forge.unsigned(claims, {"alg": "none"}) + ".",
        "no algorithm, signed": forge(claims, header={"alg": "NonE"}),
        "the public key as a secret": forge.with_mac(claims, name="HS256", key=public),
        "a key that is not there": forge(claims, header={"kid": "A" * 43}, key=EVIL),
        "a key of 3,000 characters": forge(claims, header={"kid": "A" * 3000}),
        "a path as key": forge(claims, header={"kid": "../../../../dev/null"}),
        "jku": forge(claims, header={"jku": "http://127.0.0.1:9/jwks.json"}, key=EVIL),
        "jwk": forge(claims, header={"jwk": jwk}, key=EVIL),
        "crit": forge(claims, header={"crit": ["https://example.org/odd"], "https://example.org/odd": True}),
        "an issuer that ours begins with": forge(claims | {"iss": issuer[:-1]}),
        "an issuer that begins as ours": forge(claims | {"iss": issuer + ".evil.example"}),
        "an audience that ours begins with": forge(claims | {"aud": issuer[:-1]}),
        "an audience that begins as ours": forge(claims | {"aud": issuer + "/user/refresh-token/"}),
        "audiences": forge(claims | {"aud": [issuer]}),
        "a refresh token": ada.refresh_token,
        "one character less": token[:-1],
        "half": token[: len(token) // 2],
        "no signature": f"{head}.{body}.",
        "a part more": f"{token}.{signature}",
        "a character more": f"{token}A",
        "10,000 dots": "." * 10_000,
        "claims of 10,000 brackets": forge("[" * 2800),
        "a header of many brackets": f"{encoded(b'[' * 2900)}.{body}.{signature}",
        "a number of 2,800 digits": forge('{"exp": ' + "9" * 2800 + "}"),
        "a header in UTF-16": f"{encoded(json.dumps(opened(token)[0]).encode('utf-16'))}.{body}.{signature}",
        "a claim that is no UTF-8": f"{head}.{encoded(bytes([0xFF, 0xFE, 0x80]))}.{signature}",
        "100,000 characters": "a" * 100_000,
    }
    lines = {name: [b"Authorization: Bearer " + value.encode()] for name, value in tokens.items()}
    good = b"Authorization: Bearer " + token.encode()
    return lines | {
        "two headers": [good, good],
        "bytes that are no UTF-8": [b"Authorization: Bearer \xff\xfe\x80.\xc3(.\xa0\xa1"],
        "UTF-8 beyond ASCII": [b"Authorization: Bearer " + "ä.ö.ü".encode()],
        "1 MB": [b"Authorization: Bearer " + b"a" * 1_000_000],
        "1 MB of dots": [b"Authorization: Bearer " + b"." * 1_000_000],
        "1,000 headers": [b"X-%d: x" % number for number in range(1000)] + [good],
    }


def answered(live: Live, person: Person, lines: list[bytes]) -> int:
    """The status; 431 also where the server hung up while a header that is too long was still on its way."""
    with Connection(live) as connection:
        try:
            connection.send(b"GET /user/" + person.uuid.encode() + b" HTTP/1.1", *lines)
            status, headers, _ = connection.answer()
        except (BrokenPipeError, ConnectionResetError):
            return 431
    if status == 401:
        assert headers["www-authenticate"].startswith('Bearer realm="gatepost"')
    return status


@pytest.mark.asvs("7.2.1")
@pytest.mark.asvs("9.1.2")
@pytest.mark.asvs("9.1.3")
def test_every_hostile_header_is_refused(live: Live, ada: Person, bad: dict[str, list[bytes]]) -> None:
    answers = {name: answered(live, ada, lines) for name, lines in bad.items()}
    assert {name: status for name, status in answers.items() if status not in (400, 401, 431)} == {}
    assert ask(live.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200


def test_hostile_headers_leave_nothing_behind(live: Live, ada: Person, bad: dict[str, list[bytes]]) -> None:
    """Two thousand of them: no memory is kept, nothing fails, and (not asserted) each takes a few milliseconds."""

    def all_of_them(times: int) -> Iterator[tuple[str, float]]:
        for _ in range(times):
            for name, lines in bad.items():
                begun = time.perf_counter()
                assert answered(live, ada, lines) in (400, 401, 431), name
                yield name, time.perf_counter() - begun

    with unchanged_memory(live, at_most=8 * 1024, warm_up=lambda: list(all_of_them(15))):
        took = sorted(((seconds, name) for name, seconds in all_of_them(2000 // len(bad) + 1)), reverse=True)
    middle = took[len(took) // 2][0]
    print(f"\n{len(took)} requests: median {middle * 1000:.1f} ms, slowest {took[0][0] * 1000:.1f} ms ({took[0][1]})")
    assert ask(live.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
    assert "Traceback" not in live.log
    assert '"status": 500' not in live.log


@contextmanager
def unchanged_memory(live: Live, *, at_most: int, warm_up: Callable[[], object]) -> Iterator[None]:
    """The workers grow by no more than so many KiB while the block runs."""
    warm_up()
    before = resident(live)
    yield
    grown = resident(live) - before
    print(f"\nresident memory: {before} KiB, grown by {grown} KiB")
    assert grown <= at_most


def resident(live: Live) -> int:
    """The memory of all workers, in KiB."""
    workers = ",".join(map(str, children_of(live.process.pid)))
    listed = subprocess.run(["ps", "-o", "rss=", "-p", workers], capture_output=True, text=True, check=True).stdout
    return sum(map(int, listed.split()))
