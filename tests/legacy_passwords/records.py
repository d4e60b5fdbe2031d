"""The records, and what the tests ask of them."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import argon2

from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.schemes import find_scheme, libcrypt
from gatepost.passwords.legacy.systems import find_system
from gatepost.passwords.legacy.verify import matches

TINY = argon2.PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)


class Record(NamedTuple):
    """A record that a system stored for a password."""

    system: str
    password: str
    stored: str
    extra: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.extra["kind"])

    @property
    def name(self) -> str:
        return f"{self.system}, {self.kind}"

    def read(self) -> Recipe:
        return find_system(self.system).read(self.stored, self.extra).check()


def _records() -> list[Record]:
    lines = Path(__file__).with_name("records.jsonl").read_text(encoding="utf-8").splitlines()
    return [Record(*(line[name] for name in Record._fields)) for line in map(json.loads, lines)]


# macOS has no libxcrypt, so it refuses these.
HAS_LIBCRYPT = libcrypt._library() is not None
RECORDS = [each for each in _records() if HAS_LIBCRYPT or not each.stored.startswith(("$y$", "$gy$", "$7$"))]


def cost(recipe: Recipe) -> float:
    """Seconds that a verification is declared to take."""
    return find_scheme(recipe.scheme).cost(recipe.settings).seconds


def takes(recipe: Recipe, password: str) -> bool:
    """Whether *password* is that of *recipe*."""
    return matches(recipe, password, TINY)


def record_of(system: str, kind: str = "ascii") -> Record:
    """The first record of *system* with a password of this *kind*."""
    return next(each for each in RECORDS if (each.system, each.kind) == (system, kind))
