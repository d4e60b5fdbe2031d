"""nginx as docs/operations.md shows it: TLS 1.3 where the client can, nothing before TLS 1.2, and strong ciphers."""

import socket
import ssl
import subprocess
from collections.abc import Iterator

import pytest

from tests.docs.blocks import blocks
from tests.examples.conftest import free_port
from tests.examples.run_proxy import require, running_nginx

STRONG = {
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx with the shown block and a certificate of its own."""
    require("nginx")
    folder, free = tmp_path_factory.mktemp("tls"), free_port()
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1"
    command = [*make.split(), "-keyout", f"{folder}/accounts.key", "-out", f"{folder}/accounts.pem"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    (shown,) = [text for kind, text in blocks("docs/operations.md") if kind == "nginx"]
    for old, new in {"listen 443 ssl;": f"listen 127.0.0.1:{free} ssl;", "/etc/ssl/": f"{folder}/"}.items():
        assert old in shown
        shown = shown.replace(old, new)
    with running_nginx(folder, shown, is_there=lambda: handshake(free)):
        yield free


def handshake(port: int, *, newest: ssl.TLSVersion | None = None, ciphers: str = "") -> tuple[str, str]:
    """The version and the cipher that the server chooses for a client that speaks TLS up to *newest*."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(f"{ciphers or 'ALL'}:@SECLEVEL=0")  # otherwise the client itself refuses what is weak
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    if newest is not None:
        context.maximum_version = newest
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        context.wrap_socket(plain) as encrypted,
    ):
        cipher = encrypted.cipher()
        return str(encrypted.version()), str(cipher and cipher[0])


@pytest.mark.asvs("12.1.1")
def test_tls_1_3_is_chosen_where_the_client_can_and_1_2_otherwise(port: int) -> None:
    assert handshake(port)[0] == "TLSv1.3"
    assert handshake(port, newest=ssl.TLSVersion.TLSv1_2)[0] == "TLSv1.2"


@pytest.mark.asvs("12.1.1")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_older_versions_are_refused(port: int, version: ssl.TLSVersion) -> None:
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        handshake(port, newest=version)


def offered() -> list[str]:
    """The ciphers of TLS 1.2 that the OpenSSL of the tests can offer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:@SECLEVEL=0")
    return sorted(str(cipher["name"]) for cipher in context.get_ciphers() if cipher["protocol"] != "TLSv1.3")


@pytest.mark.asvs("12.1.2")
def test_only_ciphers_with_forward_secrecy_and_authenticated_encryption_are_taken(port: int) -> None:
    taken = set()
    for cipher in offered():
        try:
            taken.add(handshake(port, newest=ssl.TLSVersion.TLSv1_2, ciphers=cipher)[1])
        except (ssl.SSLError, ConnectionResetError):
            continue
    assert taken == STRONG
