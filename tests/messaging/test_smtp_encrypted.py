"""E-mails to a real SMTP server by TLS and STARTTLS, with a log-in: nothing goes out unencrypted by accident."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from gatepost.messaging.senders import Sender
from tests.messaging.messages import email, refusal
from tests.support.certificates import Authority
from tests.support.mail import MailServer

Make = Callable[..., Sender]
Open = Callable[[Any], Any]
LOG_IN = ("accounts", "hush")
WAYS = pytest.mark.parametrize("tls", [False, True], ids=["starttls", "tls"])


@pytest.mark.asvs("12.3.1")
@WAYS
def test_the_message_and_the_log_in_go_encrypted(open_: Open, trusted: Authority, sender: Make, tls: bool) -> None:
    mail = open_(MailServer(certificate=trusted.server(), tls=tls, login=LOG_IN))
    sender("email", smtp_url=mail.url, mail_from="a@example.org").send(email())
    (got,) = mail.messages
    assert (got.encrypted, got.user, got.code) == (True, "accounts", "123456")


def test_on_this_machine_without_a_log_in_it_is_encrypted_where_that_is_offered(
    open_: Open, trusted: Authority, sender: Make
) -> None:
    for certificate in (trusted.server(), None):
        mail = open_(MailServer(certificate=certificate))
        sender("email", smtp_url=mail.url).send(email())
        assert mail.messages[0].encrypted is (certificate is not None)


@pytest.mark.asvs("12.3.1")
def test_a_log_in_is_not_told_to_a_server_whose_starttls_somebody_took_away(open_: Open, sender: Make) -> None:
    mail = open_(MailServer(login=LOG_IN))
    ready = sender("email", smtp_url=mail.url, mail_from="a@example.org")
    refused = refusal(ready, email())
    assert not refused.permanent
    assert "no STARTTLS" in str(refused)
    assert (mail.messages, mail.log_ins) == ([], [])


def test_who_says_so_goes_without(open_: Open, authority: Authority, sender: Make) -> None:
    mail = open_(MailServer(certificate=authority.server()))
    sender("email", smtp_url=f"{mail.url}?starttls=off").send(email())
    mail_with_log_in = open_(MailServer(login=LOG_IN))
    sender("email", smtp_url=f"{mail_with_log_in.url}?starttls=off", mail_from="a@example.org").send(email())
    assert [server.messages[0].encrypted for server in (mail, mail_with_log_in)] == [False, False]


@pytest.mark.asvs("12.3.2")
@WAYS
def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    open_: Open, authority: Authority, sender: Make, tls: bool
) -> None:
    mail = open_(MailServer(certificate=authority.server(), tls=tls, login=LOG_IN))
    refused = refusal(sender("email", smtp_url=mail.url, mail_from="a@example.org"), email())
    assert str(refused).startswith("the certificate is not good: ")
    assert not refused.permanent
    assert (mail.messages, mail.log_ins) == ([], [])


@pytest.mark.asvs("12.3.2")
@WAYS
def test_a_server_with_the_certificate_of_another_gets_nothing(
    open_: Open, trusted: Authority, sender: Make, tls: bool
) -> None:
    mail = open_(MailServer(certificate=trusted.server("mail.example.org"), tls=tls, login=LOG_IN))
    refused = refusal(sender("email", smtp_url=mail.url, mail_from="a@example.org"), email())
    assert str(refused).startswith("the certificate is not good: ")
    assert (mail.messages, mail.log_ins) == ([], [])


def test_a_server_that_speaks_no_tls_is_told(open_: Open, sender: Make) -> None:
    mail = open_(MailServer())
    refused = refusal(sender("email", smtp_url=mail.url.replace("smtp:", "smtps:")), email())
    assert str(refused).startswith("no TLS: ")
    assert not refused.permanent


def test_a_wrong_password_is_told_and_can_be_mended(open_: Open, trusted: Authority, sender: Make) -> None:
    mail = open_(MailServer(certificate=trusted.server(), login=LOG_IN))
    wrong = mail.url.replace("hush", "hush%20hush")
    refused = refusal(sender("email", smtp_url=wrong, mail_from="a@example.org"), email())
    assert (str(refused), refused.permanent) == ("the log-in was refused (535 5.7.8)", False)
    assert mail.messages == []


def test_a_server_that_knows_no_log_in_gets_nothing(open_: Open, trusted: Authority, sender: Make) -> None:
    class Lacking(MailServer):
        def _protocol(self) -> Any:
            protocol: Any = super()._protocol()
            protocol._auth_methods.clear()
            return protocol

    mail = open_(Lacking(certificate=trusted.server()))
    url = mail.url.replace("://", "://accounts:hush@")
    refused = refusal(sender("email", smtp_url=url, mail_from="a@example.org"), email())
    assert (str(refused), refused.permanent) == ("the server offers no way to log in that is known here", False)


@pytest.mark.asvs("13.1.3")
def test_a_handshake_that_never_ends_is_left_in_time(sender: Make) -> None:
    """A record of TLS that says it is long, and comes byte by byte."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            line, _ = listening.accept()
            with line, contextlib.suppress(OSError):
                line.sendall(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb")
                while not ended.wait(0.05):
                    line.sendall(b"\x03")

        threading.Thread(target=trickle, daemon=True).start()
        ready = sender("email", smtp_url=f"smtps://127.0.0.1:{listening.getsockname()[1]}", seconds=0.3)
        begun = time.monotonic()
        refused = refusal(ready, email())
        ended.set()
    assert 0.25 < time.monotonic() - begun < 5
    assert str(refused) == "it took longer than 0.3 s"
