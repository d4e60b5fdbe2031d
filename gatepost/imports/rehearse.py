"""A dry run: what an import would do, without a change of the database.

A temporary file keeps the identifiers that earlier lines would have taken, so that memory stays flat for any number.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from gatepost.database import reading_engine
from gatepost.imports.account import Account, Policy
from gatepost.imports.import_batch import Done, judge
from gatepost.imports.present import Present, find_present

_AT_ONCE = 500
_SEPARATOR = "\n"


class Rehearsal:
    """A dry run, batch by batch."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("")  # a temporary file of SQLite, which is gone when it is closed
        self._file.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192; "
            "CREATE TABLE taken (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
        )

    def batch(self, accounts: Sequence[Account], policy: Policy) -> Done:
        """Say what :func:`gatepost.imports.import_batch.import_batch` would do."""
        with reading_engine().connect() as connection:
            present = find_present(connection, accounts, policy.source)
        self._add_earlier(present, accounts)
        done = judge(accounts, present)
        rows = [pair for account in done.taken for pair in _names(account)]
        self._file.executemany("INSERT OR REPLACE INTO taken VALUES (?, ?)", rows)
        return done

    def close(self) -> None:
        """Remove the temporary file."""
        self._file.close()

    def _add_earlier(self, present: Present, accounts: Sequence[Account]) -> None:
        """Add what earlier batches would have taken."""
        for name, value in self._find(name for account in accounts for name, _ in _asked(account)):
            kind, _, key = name.partition(_SEPARATOR)
            if kind == "id":
                present.known[key] = value
            elif kind == "username":
                present.usernames.add(key)
            else:
                present.contacts[kind, key] = bool(value)

    def _find(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        wanted = list(names)
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from self._file.execute(f"SELECT name, value FROM taken WHERE name IN ({marks})", some)  # noqa: S608


def _names(account: Account) -> Iterator[tuple[str, str]]:
    """The names that the account takes: its outside id, its username, its contacts that count."""
    for name, value in _asked(account):
        kind = name.partition(_SEPARATOR)[0]
        if kind in ("id", "username") or kind in account.counting:
            yield name, value


def _asked(account: Account) -> Iterator[tuple[str, str]]:
    yield f"id{_SEPARATOR}{account.known_as}", account.digest
    if account.username_key is not None:
        yield f"username{_SEPARATOR}{account.username_key}", ""
    for address in account.addresses:
        yield f"{address.kind}{_SEPARATOR}{address.key}", "verified" if address.kind in account.verified else ""
