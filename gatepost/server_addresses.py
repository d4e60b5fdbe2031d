"""Addresses of other servers in the settings, parsed strictly.

The functions raise ValueError with a text for the operator. It never repeats the address, which may hold a password.
"""

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

_SMTP_PORTS = {"smtp": 587, "smtps": 465}  # RFC 6409, RFC 8314
_MAILBOX = re.compile(r'(?:"?(?P<name>[^"<>\x00-\x1f\x7f-\x9f]*?)"? *<)?(?P<address>[^<>"\s]+)>?')
_SPELLING = "write it as smtp://user:password@host:587 or smtps://host:465, and special characters in the log-in as %xx"

StartTls = Literal["required", "offered", "off"]


@dataclass(frozen=True)
class SmtpServer:
    """A mail server. ``starttls``: whether STARTTLS is required, used if offered, or off."""

    host: str
    port: int
    tls: bool
    starttls: StartTls
    user: str | None = None
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Mailbox:
    """The sender of e-mails: display name and address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def smtp_server(url: str) -> SmtpServer:
    """The server at ``smtp://`` or ``smtps://`` (TLS from the start).

    With ``smtp://`` STARTTLS is required, unless ``?starttls=off`` turns it off. On this machine without a log-in it is
    used if offered.
    """
    parts = _split(url, _SPELLING)
    if parts.scheme not in _SMTP_PORTS or parts.path not in ("", "/") or "@" in parts.query:
        raise ValueError(_SPELLING)
    if parts.query not in ("", "starttls=off") or (parts.query and parts.scheme == "smtps"):
        raise ValueError("after the question mark only starttls=off can stand, and only with smtp://")
    user, password = _log_in(parts)
    host = str(parts.hostname)
    starttls: StartTls = "offered" if is_loopback(host) and user is None else "required"
    return SmtpServer(
        host=host,
        port=parts.port or _SMTP_PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        starttls="off" if parts.query else starttls,
        user=user,
        password=password,
    )


def http_address(url: str) -> SplitResult:
    """A URL for requests with personal data: https, or http on this machine."""
    parts = _split(url, "give an address such as https://sms.example.org/send, in ASCII")
    if parts.username is not None:
        raise ValueError("no user and password can stand in this address")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(str(parts.hostname))):
        raise ValueError("give an address that begins with https:// (http:// only on this machine)")
    return parts


def mailbox(text: str) -> Mailbox:
    """The one mailbox of ``accounts@example.org`` or ``Our Accounts <accounts@example.org>``."""
    match = _MAILBOX.fullmatch(text.strip())
    if match is None or ("<" in text) != text.strip().endswith(">"):
        raise ValueError("give one address such as accounts@example.org or Our Accounts <accounts@example.org>")
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  its tables are late

    try:
        address = validate_email(match["address"], check_deliverability=False).ascii_email
    except EmailNotValidError:
        address = None
    if address is None:
        raise ValueError("its address cannot be used; give one such as accounts@example.org, ASCII before the @")
    return Mailbox(name=(match["name"] or "").strip(), address=address)


def mail_sender(smtp_url: str, mail_from: str | None) -> Mailbox | None:
    """The sender of e-mails: the setting, otherwise the server's user if that is an address; None without either."""
    if mail_from:
        return mailbox(mail_from)
    server = smtp_server(smtp_url)
    with suppress(ValueError):
        return mailbox(server.user or "")
    return Mailbox("", "gatepost@localhost") if is_loopback(server.host) else None


def ascii_host(name: str) -> str:
    """The name of a host as browsers and mail servers look it up. Raises UnicodeError.

    Python's own codec takes faß.example for fass.example, which may have another owner (IDNA 2003).
    """
    if name.isascii():
        return name.encode("idna").decode()
    import idna  # noqa: PLC0415  its tables are large, and few names need them

    return idna.encode(name, uts46=True).decode()


def is_loopback(host: str) -> bool:
    """Whether *host* is reached on this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _split(url: str, spelling: str) -> SplitResult:
    """The parts of *url*. ``urlsplit`` alone silently drops control characters, and its errors repeat a bad port."""
    if not re.fullmatch(r"[!-~]+", url) or "#" in url:
        raise ValueError(spelling)
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(spelling)
    return parts


def _log_in(parts: SplitResult) -> tuple[str | None, str]:
    """User and password, in ASCII because smtplib takes no others."""
    if parts.username is None:
        return None, ""
    user, password = unquote(parts.username), unquote(parts.password or "")
    if not (user and password and re.fullmatch(r"[ -~]+", user + password)):
        raise ValueError("give a user and a password, both in ASCII without control characters, or neither")
    return user, password
