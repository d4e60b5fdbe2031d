"""The settings of senders: what is missing or cannot be used is said at the start, and no secret is repeated."""

import pytest

from gatepost.environment import load_settings
from gatepost.server_addresses import Mailbox, SmtpServer, mail_sender, mailbox, smtp_server
from gatepost.settings import BadSettings

SID = "AC" + "0" * 32
TWILIO = {
    "GATEPOST_TWILIO_ACCOUNT_SID": SID,
    "GATEPOST_TWILIO_AUTH_TOKEN": "hush",
    "GATEPOST_TWILIO_FROM": "+15005550006",
}
GATEWAY = {"GATEPOST_SMS_GATEWAY_URL": "https://sms.example.org/send?key=hush"}

SERVERS = {
    "smtp://mail.example.org": SmtpServer("mail.example.org", 587, tls=False, starttls="required"),
    "smtp://mail.example.org:25/": SmtpServer("mail.example.org", 25, tls=False, starttls="required"),
    "smtp://mail.example.org?starttls=off": SmtpServer("mail.example.org", 587, tls=False, starttls="off"),
    "smtps://mail.example.org": SmtpServer("mail.example.org", 465, tls=True, starttls="required"),
    "smtp://127.0.0.1:1025": SmtpServer("127.0.0.1", 1025, tls=False, starttls="offered"),
    "smtp://[::1]:1025": SmtpServer("::1", 1025, tls=False, starttls="offered"),
    "smtp://u:p@localhost": SmtpServer("localhost", 587, tls=False, starttls="required", user="u", password="p"),
    "SMTP://a%40x.org:p%2F%3A%40@MAIL.x.org:26": SmtpServer(
        "mail.x.org", 26, tls=False, starttls="required", user="a@x.org", password="p/:@"
    ),
}  # fmt: skip


@pytest.mark.parametrize("url", SERVERS)
def test_the_address_of_a_mail_server_is_read(url: str) -> None:
    assert smtp_server(url) == SERVERS[url]


@pytest.mark.asvs("12.3.1")
@pytest.mark.asvs("16.2.5")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("GATEPOST_SMTP_URL", url) for url in (
            "mail.example.org", "http://hush.example.org", "smtp://", "smtp://u:hush@", "smtp://u@hush.example.org",
            "smtp://:hush@x", "smtp://u:hush/x@mail.example.org", "smtp://u:hush?x@mail", "smtp://u:hu#sh@mail",
            "smtp://u:hush@mail:0", "smtp://u:hush@mail:99999", "smtp://u:mail:hush", "smtp://u:h%0Aush@mail",
            "smtp://u:h%C3%A4ush@mail", "smtp://u:hush@mail\n", "smtp://u:hush@mail?starttls=no",
            "smtps://u:hush@mail?starttls=off", "smtp://u:hush@mail?hush", "smtp://[::1", "smtp://u:hush@mail/inbox",
        )),
        *(("GATEPOST_SMS_GATEWAY_URL", url) for url in (
            "sms.example.org", "ftp://hush", "http://hush.example.org", "https://", "https://u:hush@sms.example.org",
            "https://hush.example.org/a b", "https://hush.example.org/ä", "https://x/#hush", "http://127.0.0.1.hush",
            "https://hush:port/",
        )),
        *(("GATEPOST_MAIL_FROM", text) for text in (
            "hush", "hush@", "a@example.org, hush@example.org", "Hush <a@example.org", "a@example.org>",
            "Hush\r\nBcc: x <a@example.org>", "<>", "ä@hush.org", "hush <a@example.org> <b@example.org>",
        )),
        ("GATEPOST_SMS_GATEWAY_SECRET", "whsec_hush!"),
        ("GATEPOST_TWILIO_ACCOUNT_SID", "AChush"),
        ("GATEPOST_TWILIO_FROM", "0170 hush 12345"),
        ("GATEPOST_TWILIO_URL", "http://hush.example.org"),
        ("GATEPOST_SENDER_TIMEOUT", "0"),
        ("GATEPOST_SENDER_TIMEOUT", "6m"),
    ],
)  # fmt: skip
def test_one_that_cannot_be_used_stops_the_start_and_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        load_settings({name: value})
    assert str(refusal.value).startswith(f"{name}: ")
    assert "hush" not in str(refusal.value).lower()
    assert len(str(refusal.value)) > len(name) + 20


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"GATEPOST_SMTP_URL": "smtp://u:hush@mail.example.org"}, "GATEPOST_MAIL_FROM: set the address"),
        ({name: TWILIO[name] for name in list(TWILIO)[:2]}, "GATEPOST_TWILIO_FROM: SMS by Twilio needs this too"),
        ({"GATEPOST_TWILIO_FROM": "Accounts"}, "GATEPOST_TWILIO_ACCOUNT_SID and GATEPOST_TWILIO_AUTH_TOKEN"),
        (TWILIO | GATEWAY, "not both"),
        ({"GATEPOST_SMS_GATEWAY_SECRET": "hush"}, "there is no GATEPOST_SMS_GATEWAY_URL"),
    ],
)
def test_what_is_set_up_in_part_or_twice_stops_the_start(environ: dict[str, str], said: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        load_settings(environ)
    assert said in str(refusal.value)
    assert "hush" not in str(refusal.value)


def test_e_mails_come_from_the_setting_or_from_the_user_of_the_server() -> None:
    by_user = "smtp://accounts%40example.org:p@mail.example.org"
    assert mail_sender(by_user, None) == Mailbox("", "accounts@example.org")
    assert mail_sender(by_user, "No <no@example.org>") == Mailbox("No", "no@example.org")
    assert mail_sender("smtp://127.0.0.1:1025", None) == Mailbox("", "gatepost@localhost")
    assert mail_sender("smtp://u:p@mail.example.org", None) is None


def test_a_sender_may_have_a_name_of_any_script_and_a_domain_too() -> None:
    assert mailbox('"Konten, Büro" <post@bücher.example.org>') == Mailbox(
        "Konten, Büro", "post@xn--bcher-kva.example.org"
    )
    assert mailbox("অ্যাকাউন্ট <a@example.org>") == Mailbox("অ্যাকাউন্ট", "a@example.org")
    assert mailbox("<a@example.org>") == Mailbox("", "a@example.org")


@pytest.mark.asvs("16.2.5")
def test_settings_that_are_shown_show_no_secret() -> None:
    chosen = {"SECRET_KEY": "hush", "SALT_KEY": "hush", "SQLALCHEMY_DATABASE_URI": "mysql://a:hush@b/c"} | GATEWAY
    chosen |= {"GATEPOST_SMS_GATEWAY_SECRET": "hush", "GATEPOST_SMTP_URL": "smtp://a%40x.org:hush@b"}
    assert "hush" not in repr(load_settings(chosen))
    assert "hush" not in repr(load_settings(TWILIO))
    assert "hush" not in repr(smtp_server("smtp://a:hush@b"))


def test_a_short_secret_of_the_gateway_is_warned_of() -> None:
    short = load_settings(GATEWAY | {"GATEPOST_SMS_GATEWAY_SECRET": "short"})
    assert any("GATEPOST_SMS_GATEWAY_SECRET is short" in warning for warning in short.warnings)
    long = load_settings(GATEWAY | {"GATEPOST_SMS_GATEWAY_SECRET": "whsec_" + "A" * 44})
    assert not any("GATEPOST_SMS_GATEWAY_SECRET" in warning for warning in long.warnings)
