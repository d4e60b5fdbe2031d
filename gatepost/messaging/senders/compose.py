"""Composes an e-mail (RFC 5322) with text and HTML. Header injection is refused."""

import unicodedata
from email import policy
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueAddressHeader, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy
from email.utils import format_datetime

from gatepost import clock
from gatepost.messaging.message import Message
from gatepost.outbox.kinds import NotDelivered
from gatepost.server_addresses import Mailbox

_ENCODING = "quoted-printable"  # for servers that accept only seven bits, and for long lines
_NOT_IN_A_HEADER = ("Cc", "Cs", "Zl", "Zp")


class _Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # of the types of max_count
    """A subject that keeps its blanks. Python 3.11 loses one where it folds between two words beyond ASCII."""

    def fold(self, *, policy: Policy) -> str:
        value = Header(str(self), header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {value}{policy.linesep}"


class _From(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # as above
    """The sender, whose name keeps its blanks likewise."""

    def fold(self, *, policy: Policy) -> str:
        (sender,) = self.addresses
        if sender.display_name.isascii():
            return super().fold(policy=policy)
        name = Header(sender.display_name, "utf-8", header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {name}{policy.linesep} <{sender.addr_spec}>{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("from", _From)
_HEADERS.map_to_type("subject", _Subject)
_POLICY = policy.SMTP.clone(header_factory=_HEADERS)


def recipient(message: Message) -> str:
    """The recipient's address with its domain in ASCII. Raises NotDelivered."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  its tables are late

    try:
        checked = validate_email(message.to, check_deliverability=False)
    except EmailNotValidError:
        raise NotDelivered("this is not an e-mail address", permanent=True) from None
    return f"{checked.ascii_local_part or checked.local_part}@{checked.ascii_domain}"


def compose(message: Message, *, sender: Mailbox, to: str) -> EmailMessage:
    """The e-mail. Its Message-ID is the same at every attempt. Raises NotDelivered."""
    if any(unicodedata.category(character) in _NOT_IN_A_HEADER for character in message.subject + message.id + to):
        raise NotDelivered("a control character stands in a header", permanent=True)
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = message.subject
    mail["From"] = Address(sender.name, addr_spec=sender.address)
    mail["To"] = to
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message.id}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by a machine
    mail.set_content(message.text, cte=_ENCODING)
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html", cte=_ENCODING)
    return mail
