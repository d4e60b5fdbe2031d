"""The identifier that somebody gives without being signed in: a username, a mobile number or an e-mail address."""

from collections.abc import Callable
from dataclasses import dataclass

from gatepost.contacts.address import KINDS
from gatepost.errors import InvalidInput
from gatepost.users.identifiers import username_key
from gatepost.users.models import IdentifierKind

_KEYS: dict[IdentifierKind, Callable[[str], str]] = {
    "username": username_key,
    **{kind.name: kind.normal_form for kind in KINDS.values()},
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A kind and a normal form to look up, whether or not a user has it."""

    kind: IdentifierKind
    key: str

    def __str__(self) -> str:
        """Such as ``mobile:+8801700000000``. A proof is bound to this form of a mobile number or e-mail address."""
        return f"{self.kind}:{self.key}"


def parse_identifier(*, username: str | None = None, mobile: str | None = None, email: str | None = None) -> Identifier:
    """The one that is given. Raises InvalidInput for none, for several, and for a malformed one."""
    given = {"username": username, "mobile": mobile, "email": email}
    named: list[tuple[IdentifierKind, str]] = [(kind, text) for kind, text in given.items() if text is not None]  # type: ignore[misc]
    if len(named) != 1:
        raise InvalidInput({"body": ["Give one of username, mobile and email."]})
    kind, text = named[0]
    return Identifier(kind, _KEYS[kind](text))


def parse_contact(*, mobile: str | None = None, email: str | None = None) -> Identifier:
    """The one that is given. Raises InvalidInput for none, for both, and for a malformed one."""
    if (mobile is None) == (email is None):
        needed = ["Give either a mobile number or an e-mail address."]
        raise InvalidInput({"mobile": needed, "email": needed})
    return parse_identifier(mobile=mobile, email=email)
