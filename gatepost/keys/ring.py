"""The keys as this process knows them: read again every second, and when a token names one that is not known yet.

Only a key that opens with our ``SECRET_KEY`` is on the ring, so that writing to the database alone adds none.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from gatepost import clock
from gatepost.crypto import Unsealable, random_token
from gatepost.database import PreparedStatement, read_all, reading_engine
from gatepost.errors import Unavailable
from gatepost.keys.models import SigningKey
from gatepost.keys.pairs import KeyPair, unseal_pair
from gatepost.settings import current_settings

READ_EVERY = 1.0  # seconds after which a revoked key is known everywhere
KID = re.compile("[A-Za-z0-9_-]{43}")
_COLUMNS = (
    SigningKey.number,
    SigningKey.kid,
    SigningKey.algorithm,
    SigningKey.sealed,
    SigningKey.signs_from,
    SigningKey.verifies_until,
)
_NEWEST = PreparedStatement(select(func.max(SigningKey.number)))


@dataclass(frozen=True, slots=True)
class Key:
    """A key that may be used, and when."""

    number: int
    pair: KeyPair
    signs_from: datetime
    verifies_until: datetime | None

    def signs_at(self, moment: datetime) -> bool:
        """Whether it may sign, if no later key does. It has to verify still, because its tokens last for a while."""
        return self.signs_from <= moment and self.verifies_at(moment)

    def verifies_at(self, moment: datetime) -> bool:
        return self.verifies_until is None or moment < self.verifies_until


def find_signing(keys: Sequence[Key], moment: datetime) -> Key | None:
    """Of *keys*, in the order of their numbers, the one that signs at this *moment*: the last whose time has come.

    If no key's time has come, as after the clock was set back, the first signs before its time.
    """
    for key in reversed(keys):
        if key.signs_at(moment):
            return key
    return next((key for key in keys if key.verifies_at(moment)), None)


class Ring:
    """The keys of one database. A token that is cached with its ``salt`` belongs to this ring alone."""

    def __init__(self) -> None:
        self.salt = random_token().encode()
        self._keys: tuple[Key, ...] = ()
        self._by_kid: dict[str, Key] = {}
        self._read_at = -READ_EVERY
        self._newest: int | None = None
        self._reading = threading.Lock()

    def signing(self, moment: datetime) -> Key:
        """The key that signs at this *moment*. Raises Unavailable if there is none yet."""
        self._stay_current()
        key = find_signing(self._keys, moment)
        if key is None:
            raise Unavailable
        return key

    def verifying(self, kid: Any, moment: datetime) -> Key | None:
        """The key of this name, if what it signed is still good at this *moment*."""
        self._stay_current()
        key = self._by_kid.get(kid) if isinstance(kid, str) else None
        if key is None and isinstance(kid, str) and KID.fullmatch(kid):
            key = self._look_again(kid)
        return key if key is not None and key.verifies_at(moment) else None

    def published(self, moment: datetime) -> list[dict[str, str]]:
        """The public parts of the keys that verify, or are about to (RFC 7517). Raises Unavailable without any.

        The key that signs is the first, because python-jose gives up at the first key of an algorithm that it does not
        know. The others follow in the order of their numbers. An empty set is never given out, because verifiers would
        cache it.
        """
        self._stay_current()
        published = [key for key in self._keys if key.verifies_at(moment)]
        if not published:
            raise Unavailable
        signing = next((key for key in reversed(published) if key.signs_at(moment)), None)
        return [key.pair.jwk for key in sorted(published, key=lambda key: key is not signing)]

    def known(self) -> tuple[Key, ...]:
        """All keys in the order of their numbers, read again."""
        with self._reading:
            self._read()
        return self._keys

    def opens_none(self) -> bool:
        """Whether there are keys in use, none of which opens. One read answers: another process may make a key."""
        with self._reading:
            return self._read() > 0 and not self._keys

    def has(self, kid: str, moment: datetime) -> bool:
        """Whether the key of this name verifies at this *moment*, as the keys were when they were read: see age."""
        key = self._by_kid.get(kid)
        return key is not None and key.verifies_at(moment)

    def refresh(self) -> None:
        """Read the keys again before they are too old, so that nobody waits for it."""
        with self._reading:
            self._read_or_keep()

    def age(self) -> float:
        """Seconds since the keys were read."""
        return clock.stopwatch() - self._read_at

    def forget(self) -> None:
        """Read the keys again at their next use. It waits for a read under way, which may be out of date."""
        with self._reading:
            self._read_at = -READ_EVERY

    def _stay_current(self) -> None:
        """Read the keys again if they are too old. One thread reads; the others go on with the keys that they have.

        The others wait if there are no keys yet, or after :meth:`forget`.
        """
        if not self._is_old():
            return
        if self._reading.acquire(blocking=self._read_at < 0 or not self._keys):
            try:
                if self._is_old():
                    self._read_or_keep()
            finally:
                self._reading.release()

    def _is_old(self) -> bool:
        return self.age() >= READ_EVERY

    def _read_or_keep(self) -> None:
        try:
            self._read()
        except SQLAlchemyError:
            if not self._keys:
                raise
            self._read_at = clock.stopwatch()  # the database cannot be reached: the old keys serve for another second

    def _look_again(self, kid: str) -> Key | None:
        """Read the keys again if another process has just made one: then there is a higher number than before.

        The query costs no more than a valid token does, so strangers gain nothing by invented names.
        """
        newest = _NEWEST.rows()[0][0]
        if newest != self._newest:
            with self._reading:
                if kid not in self._by_kid:
                    self._read()
                self._newest = newest
        return self._by_kid.get(kid)

    def _read(self) -> int:
        """Read the keys; how many there are, whether they open or not."""
        begun = clock.stopwatch()
        rows = read_all(select(*_COLUMNS).where(SigningKey.revoked_at.is_(None)).order_by(SigningKey.number))
        self._keys = tuple(self._opened(rows))
        self._by_kid = {key.pair.kid: key for key in self._keys}
        self._read_at = begun
        return len(rows)

    def _opened(self, rows: Iterable[Any]) -> Iterable[Key]:
        secret = current_settings().secret_key
        for number, kid, algorithm, sealed, signs_from, verifies_until in rows:
            before = self._by_kid.get(kid)
            try:
                pair = before.pair if before else unseal_pair(sealed, kid=kid, algorithm=algorithm, secret=secret)
            except Unsealable:
                continue
            yield Key(number, pair, signs_from, verifies_until)


_rings: WeakKeyDictionary[Engine, Ring] = WeakKeyDictionary()


def current_ring() -> Ring:
    """The ring of the database of the present application."""
    engine = reading_engine()
    ring = _rings.get(engine)
    return _rings.setdefault(engine, Ring()) if ring is None else ring


def opens_none() -> bool:
    """Whether there are keys in use, and SECRET_KEY opens none of them. Raises SQLAlchemyError."""
    return current_ring().opens_none()
