"""A message as a mail server got it."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Mail:
    """A message as it arrived."""

    sender: str
    recipients: list[str]
    raw: bytes
    encrypted: bool
    user: str | None

    @property
    def parsed(self) -> EmailMessage:
        found = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def subject(self) -> str:
        return str(self.parsed["Subject"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def code(self) -> str:
        """The six digits in its text."""
        return _only(r"(?<!\d)(\d{6})(?!\d)", self.text)

    @property
    def link(self) -> str:
        """The address in its text."""
        return _only(r"(https?://\S+)", self.text)

    def _part(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def _only(pattern: str, text: str) -> str:
    """What *pattern* finds, which has to be one thing, however often it is said."""
    found = set(re.findall(pattern, text))
    assert len(found) == 1, f"{len(found)} found: {text}"
    return str(found.pop())
