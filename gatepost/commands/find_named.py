"""The user whom an operator names on the command line."""

from gatepost.contacts.address import KINDS
from gatepost.errors import ForPrograms, InvalidInput, UserNotFound
from gatepost.users.models import User, find_by_identifier, find_by_username, find_user


def find_named(who: str) -> User:
    """The user with this username, mobile number, e-mail address or uuid, in this order. Raises UserNotFound."""
    user = find_by_username(who) or find_user(who.strip().lower()) or _find_by_contact(who)
    if user is None:
        raise UserNotFound(ForPrograms(f"There is no such user: {who}"))
    return user


def _find_by_contact(who: str) -> User | None:
    for kind in KINDS.values():
        try:
            forms = kind.stored_forms(who)
        except InvalidInput:
            continue
        if user := find_by_identifier(kind.name, *forms):
            return user
    return None
