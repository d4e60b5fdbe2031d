"""The guesses of codes by which a user gets in without being signed in: how long they wait, and how they begin anew."""

from datetime import timedelta

from gatepost.contacts.address import KINDS
from gatepost.contacts.store import find_pending
from gatepost.one_time_codes.guesses import GUESS_WINDOW, MOST_GUESSES, guesses_of
from gatepost.one_time_codes.identifier import Identifier
from gatepost.throttling.count_use import clear_all_uses, find_longest_wait
from gatepost.users.models import User


def find_code_wait(user: User) -> timedelta:
    """How long some code of *user* is not right, whatever is sent; zero if each is."""
    return find_longest_wait(_guesses(user), most=MOST_GUESSES, window=GUESS_WINDOW)


def clear_code_guesses(user: User) -> None:
    """Begin anew. The caller has locked the user's row, and commits."""
    clear_all_uses(_guesses(user))


def _guesses(user: User) -> list[str]:
    addresses = [address for each in user.contacts if (address := each.address) is not None]
    addresses += [address for kind in KINDS if (address := find_pending(user.uuid, kind)) is not None]
    names = [Identifier("username", user.username_key), *(Identifier(each.kind, each.key) for each in addresses)]
    return guesses_of(names, addresses)
