"""The identifier that somebody gives without being signed in: a username, a mobile number or an e-mail address."""

from collections.abc import Callable
from dataclasses import dataclass

from gatepost.contacts.address import KINDS, Address, Kind
from gatepost.contacts.renumbering import present_form
from gatepost.errors import ForPrograms, InvalidInput, Reason
from gatepost.users.identifiers import username_forms
from gatepost.users.models import IdentifierKind

_FORMS: dict[IdentifierKind, Callable[[str], tuple[str, ...]]] = {
    "username": username_forms,
    **{kind.name: kind.stored_forms for kind in KINDS.values()},
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A kind and the normal form to look up, whether or not a user has it.

    The *other* forms are those in which the same number may have been stored before.
    """

    kind: IdentifierKind
    key: str
    other: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """All normal forms, in the order in which they are looked up."""
        return (self.key, *self.other)

    def __str__(self) -> str:
        """Such as ``mobile:+8801700000000``: the form by which requests are counted, whichever was written."""
        return f"{self.kind}:{present_form(self.key)}"


def parse_identifier(*, username: str | None = None, mobile: str | None = None, email: str | None = None) -> Identifier:
    """The one that is given. Raises InvalidInput for none, for several, and for a malformed one."""
    given = {"username": username, "mobile": mobile, "email": email}
    named: list[tuple[IdentifierKind, str]] = [(kind, text) for kind, text in given.items() if text is not None]  # type: ignore[misc]
    if len(named) != 1:
        raise InvalidInput({"body": [ForPrograms("Give one of username, mobile and email.")]})
    kind, text = named[0]
    key, *other = _FORMS[kind](text)
    return Identifier(kind, key, tuple(other))


def parse_contact(*, mobile: str | None = None, email: str | None = None) -> Identifier:
    """The one that is given. Raises InvalidInput for none, for both, and for a malformed one."""
    if (mobile is None) == (email is None):
        needed = [Reason("Give either a mobile number or an e-mail address.")]
        raise InvalidInput({"mobile": needed, "email": needed})
    return parse_identifier(mobile=mobile, email=email)


def change_of(user_uuid: str, kind: Kind, address: Address | None) -> Identifier:
    """The subject of a code that a user sends in a session: the change to this *address*. Each has its own guesses."""
    return Identifier(kind, user_uuid if address is None else f"{user_uuid} {address.key}")
