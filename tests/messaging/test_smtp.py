"""E-mails to a real SMTP server: what arrives, and what is said of what does not."""

import re
import socket
import time
from collections.abc import Callable
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatepost.messaging.senders import Sender
from gatepost.messaging.senders.compose import compose
from gatepost.outbox.kinds import NotDelivered
from gatepost.server_addresses import Mailbox
from tests.messaging.messages import ID, email, refusal
from tests.support.mail import MailServer
from tests.support.time import SetClock

Make = Callable[..., Sender]
Open = Callable[[Any], Any]


@pytest.fixture
def mail(open_: Open) -> MailServer:
    server: MailServer = open_(MailServer())
    return server


def test_an_email_arrives_as_text_and_html(mail: MailServer, sender: Make, time: SetClock) -> None:
    sender("email", smtp_url=mail.url, mail_from="Büro <accounts@example.org>").send(email(subject="Dein Code: ä €"))
    (got,) = mail.messages
    assert (got.sender, got.recipients) == ("accounts@example.org", ["ada@example.org"])
    assert (got.subject, got.text, got.html) == ("Dein Code: ä €", "It is 123456.\n", "<p>It is <b>123456</b>.</p>\n")
    head = got.parsed
    assert (head["From"], head["To"]) == ("Büro <accounts@example.org>", "ada@example.org")
    assert head["Message-ID"] == f"<{ID}@example.org>"
    assert head["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(head["Date"]) == time.now()
    assert [part.get_content_type() for part in head.iter_parts()] == ["text/plain", "text/html"]  # the best is last
    assert got.raw.isascii()
    assert max(map(len, got.raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "subject",
    [
        "Gatepost के लिए अपने नए ईमेल पते की पुष्टि करें",
        "আপনার Atlas অ্যাকাউন্ট থেকে দ্বিতীয় ধাপের একটি যাচাই সরানো হয়েছে",
        "تأكيد بريدك الإلكتروني الجديد في Gatepost",
        "Une clé d’accès de votre compte Atlas a peut-être été copiée",
        "Ein Wiederherstellungscode Ihres Kontos bei Accounts of Example wurde benutzt",
    ],
)
def test_a_long_subject_keeps_its_blanks(mail: MailServer, sender: Make, subject: str) -> None:
    sender("email", smtp_url=mail.url).send(email(subject=subject))
    (got,) = mail.messages
    assert got.subject == subject
    assert got.raw.isascii()
    head, _, _ = got.raw.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("name", ["পরিষেবা কেন্দ্র অ্যাকাউন্ট বিভাগ", "Учётные записи, университет", "Büro", "Ada, Inc."])
def test_the_name_of_the_sender_keeps_its_blanks(mail: MailServer, sender: Make, name: str) -> None:
    sender("email", smtp_url=mail.url, mail_from=f'"{name}" <accounts@example.org>').send(email())
    (got,) = mail.messages
    found = re.search(r"^From: (.*?)\s*<accounts@example\.org>\r$", got.raw.decode("ascii"), re.MULTILINE | re.DOTALL)
    assert found is not None
    assert str(make_header(decode_header(found[1]))).strip('"') == name


def test_without_html_it_is_text_alone(mail: MailServer, sender: Make) -> None:
    sender("email", smtp_url=mail.url).send(email(html=None))
    assert mail.messages[0].parsed.get_content_type() == "text/plain"
    assert mail.messages[0].text == "It is 123456.\n"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300), st.booleans())
def test_any_words_are_read_as_they_were_written(words: str, rich: bool) -> None:
    text = f"{words}\n.\n\n From {words}\n"
    sent = compose(
        email(text=text, html=text if rich else None), sender=Mailbox("", "a@example.org"), to="b@example.org"
    )
    body = sent.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text


@pytest.mark.parametrize(
    ("to", "recipient"),
    [
        ("ada@BÜCHER.example.org", "ada@xn--bcher-kva.example.org"),
        ("dörte@example.org", "dörte@example.org"),
        ("অ্যাডা@বাংলা.org", "অ্যাডা@xn--54b7fta0cc.org"),
    ],
)
def test_addresses_of_all_scripts_are_reached(mail: MailServer, sender: Make, to: str, recipient: str) -> None:
    sender("email", smtp_url=mail.url).send(email(to=to))
    assert mail.messages[0].recipients == [recipient]
    assert mail.messages[0].parsed["To"] == recipient


def test_a_server_that_knows_only_ascii_refuses_the_others_for_good(open_: Open, sender: Make) -> None:
    mail = open_(MailServer(utf8=False))
    ready = sender("email", smtp_url=mail.url)
    assert refusal(ready, email(to="dörte@example.org")).permanent
    ready.send(email(to="ada@bücher.example.org"))
    assert len(mail.messages) == 1


@pytest.mark.asvs("1.3.11")
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029", "\x00", "\x0b", "\ud800"])
def test_nothing_in_a_header_begins_another(mail: MailServer, sender: Make, end: str) -> None:
    ready = sender("email", smtp_url=mail.url)
    more = f"{end}Bcc: eve@example.org{end}{end}hush"
    for message in (email(subject=f"Code{more}"), email(to=f"ada@example.org{more}"), email(id=f"1{more}")):
        assert refusal(ready, message).permanent
    assert mail.messages == []
    assert mail.connections == 0


@pytest.mark.asvs("1.3.11")
@pytest.mark.parametrize("end", ["\r\n.\r\n", "\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\r\n..\r\n"])
def test_nothing_in_the_text_ends_it_early(mail: MailServer, sender: Make, end: str) -> None:
    text = f"It is 123456.{end}MAIL FROM:<eve@example.org>{end}RCPT TO:<ada@example.org>{end}DATA{end}"
    sender("email", smtp_url=mail.url).send(email(text=text, html=text))
    (got,) = mail.messages
    assert got.text.splitlines() == got.html.splitlines() == text.splitlines()
    assert b"\n" not in got.raw.replace(b"\r\n", b"")
    assert b"\r" not in got.raw.replace(b"\r\n", b"")


@pytest.mark.asvs("1.3.11")
@pytest.mark.parametrize("to", ["ada", "a@b@x.org", "<ada@x.org>", "a@x.org,b@x.org", "", "@x.org"])
def test_what_is_no_address_goes_to_nobody(mail: MailServer, sender: Make, to: str) -> None:
    with pytest.raises(NotDelivered) as caught:
        sender("email", smtp_url=mail.url).send(email(to=to))
    assert caught.value.permanent
    assert mail.connections == 0


def test_the_same_message_has_the_same_id_at_every_attempt(mail: MailServer, sender: Make) -> None:
    ready = sender("email", smtp_url=mail.url)
    ready.send(email())
    ready.send(email())
    one, other = mail.messages
    assert one.parsed["Message-ID"] == other.parsed["Message-ID"]


@pytest.mark.parametrize(
    ("behaviour", "said", "permanent"),
    [
        ("refuse", "the connection was refused", False),
        ("temporary", "the server refused the recipient (451 4.3.0)", False),
        ("permanent", "the server refused the recipient (550 5.1.1)", True),
        ("stranger", "the server answered 553 5.7.1", False),
        ("unwanted", "the server refused the message (554 5.7.1)", True),
        ("cut", "the connection broke off", False),
    ],
)
def test_a_server_that_does_not_take_it_is_told_in_words(
    mail: MailServer, sender: Make, behaviour: Any, said: str, permanent: bool
) -> None:
    ready = sender("email", smtp_url=mail.url)
    mail.behave(behaviour)
    refused = refusal(ready, email())
    assert (str(refused), refused.permanent) == (said, permanent)
    mail.behave("deliver")
    ready.send(email())
    assert [got.code for got in mail.messages] == ["123456"]


@pytest.mark.asvs("13.1.3")
@pytest.mark.parametrize("behaviour", ["hang", "trickle"])
def test_a_server_that_never_comes_to_the_point_is_left_in_time(mail: MailServer, sender: Make, behaviour: Any) -> None:
    ready = sender("email", smtp_url=mail.url, seconds=0.3)
    mail.behave(behaviour)
    begun = time.monotonic()
    refused = refusal(ready, email())
    assert 0.25 < time.monotonic() - begun < 5
    assert (str(refused), refused.permanent) == ("it took longer than 0.3 s", False)


def test_a_name_that_is_not_known_is_told(sender: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    refused = refusal(sender("email", smtp_url="smtp://mail.invalid", mail_from="a@example.org"), email())
    assert (str(refused), refused.permanent) == ("the name of the server is not known", False)


def test_of_several_addresses_of_a_server_one_that_answers_is_enough(
    mail: MailServer, sender: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def doubled(host: str, port: int, **more: Any) -> list[Any]:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            dead = closed.getsockname()[1]
        return real("127.0.0.1", dead, **more) + real("127.0.0.1", port, **more)

    monkeypatch.setattr(socket, "getaddrinfo", doubled)
    sender("email", smtp_url=f"smtp://localhost:{mail.port}").send(email())
    assert len(mail.messages) == 1
