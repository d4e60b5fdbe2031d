"""The part of a batch that is there already, asked in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from gatepost.contacts.address import KINDS
from gatepost.contacts.models import Contact
from gatepost.database import find_among
from gatepost.errors import UsernameTaken
from gatepost.imports.account import Account, Refused
from gatepost.users.external_ids import ExternalId
from gatepost.users.models import User
from gatepost.users.roles import Role

_USERNAME_TAKEN = ("username", str(UsernameTaken.message))
_ADDRESS_TAKEN = {kind.name: (kind.name, str(kind.taken.message)) for kind in KINDS.values()}
_ANOTHER = "An account with this id is there already, which had another username or address. It is not changed."
_NO_ROLE = ("roles", "There is no role of such a name here.")


@dataclass(slots=True)
class Present:
    """The identifiers that are taken, and by which outside ids lines are known, with the digests of their identifiers.

    *contacts*: whether each that counts is verified.
    """

    known: dict[str, str] = field(default_factory=dict)
    uuids: set[str] = field(default_factory=set)
    usernames: set[str] = field(default_factory=set)
    contacts: dict[tuple[str, str], bool] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)

    def judge(self, account: Account) -> Refused | bool:
        """Whether the account is there already, or why it is refused; if neither, it counts as present from now on."""
        if (digest := self.known.get(account.known_as)) is not None:
            return digest == account.digest or self._refuse(account, ("external_id", _ANOTHER))
        if account.uuid in self.uuids:
            return True
        if reasons := list(self._clashes(account)):
            return self._refuse(account, *reasons)
        self.add(account)
        return False

    def add(self, account: Account) -> None:
        """Count the account as present."""
        self.known[account.known_as] = account.digest
        if account.username_key is not None:
            self.usernames.add(account.username_key)
        for address in account.addresses:
            if address.kind in account.counting:
                self.contacts[address.kind, address.key] = address.kind in account.verified

    def _clashes(self, account: Account) -> Iterable[tuple[str, str]]:
        if account.username_key in self.usernames:
            yield _USERNAME_TAKEN
        for address in account.addresses:
            for key in address.keys:
                held = self.contacts.get((address.kind, key))
                if held or (held is not None and address.kind in account.counting):
                    yield _ADDRESS_TAKEN[address.kind]
                    break
        if not self.roles.issuperset(account.roles):
            yield _NO_ROLE

    @staticmethod
    def _refuse(account: Account, *reasons: tuple[str, str]) -> Refused:
        return Refused(account.place, account.external_id, reasons)


def find_present(connection: Connection, accounts: Sequence[Account], source: str) -> Present:
    """Ask what is there of these *accounts*, in the transaction of *connection*.

    The ids come last: if another transaction makes the same accounts meanwhile, they are found with what they take.
    """
    found, ask = Present(), partial(find_among, connection)
    if uuids := [each.uuid for each in accounts if each.uuid is not None]:
        found.uuids = {uuid for (uuid,) in ask(User.uuid, uuids, User.uuid)}
    if names := [each.username_key for each in accounts if each.username_key is not None]:
        found.usernames = {key for (key,) in ask(User.username_key, names, User.username_key)}
    for kind in KINDS:
        keys = [key for each in accounts for address in each.addresses if address.kind == kind for key in address.keys]
        if keys:
            verified = Contact.verified_at.is_not(None).label("verified")
            rows = ask(Contact.key, keys, Contact.key, verified, where=[Contact.kind == kind])
            found.contacts |= {(kind, key): bool(verified) for key, verified in rows}
    if roles := {role for each in accounts for role in each.roles}:
        found.roles = {name for (name,) in ask(Role.name, list(roles), Role.name)}
    known, digests = ExternalId.external_id, ExternalId.identifiers_digest
    ids = ask(known, [each.known_as for each in accounts], known, digests, where=[ExternalId.source == source])
    found.known = dict(map(tuple, ids))
    return found
