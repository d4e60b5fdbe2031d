"""Systems: how their records are read, and the steps that they do to a password first."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gatepost.passwords.legacy.reading import text_of
from gatepost.passwords.legacy.recipe import AS_TYPED, Recipe
from gatepost.passwords.legacy.steps import SECRETS
from gatepost.passwords.legacy.unusable import UnusableHash

Extra = Mapping[str, Any]


class Reader(NamedTuple):
    """Reads the records of one shape: those that begin as the pattern *shape* says. *read* raises UnusableHash."""

    shape: str
    read: Callable[[str, Extra], Recipe]


class System(NamedTuple):
    """A system with its *readers*, of which the first reads that knows the shape.

    *forms* are the ways to bring a password into the form that it hashes: steps, to which the reader's own are added.
    *names* are those that a secret has in ``extra``, by its own. *optional* are the steps that are left out where the
    secret is not given.
    """

    readers: Sequence[Reader]
    forms: tuple[tuple[str, ...], ...] = AS_TYPED
    names: Mapping[str, tuple[str, ...]] = {}
    optional: frozenset[str] = frozenset()

    def read(self, stored: str, extra: Extra) -> Recipe:
        """The recipe of a record. Raises UnusableHash; its check() is due."""
        reader = next((each for each in self.readers if re.match(each.shape, stored, re.ASCII)), None)
        if reader is None:
            raise UnusableHash("this is none of the shapes that this system stores")
        recipe = reader.read(stored, extra)
        left_out = {step for step in self.optional if not any(extra.get(name) for name in self._names(step))}
        mine = [tuple(step for step in form if step not in left_out) for form in self.forms]
        forms = tuple(dict.fromkeys(form + theirs for form in mine for theirs in recipe.forms))
        needed = {step for form in forms for step in form if step in SECRETS}
        given = {SECRETS[step]: text_of(extra, *self._names(step)) for step in needed}
        return replace(recipe, forms=forms, secrets={**given, **recipe.secrets})

    def _names(self, step: str) -> tuple[str, ...]:
        secret = SECRETS[step]
        return self.names.get(secret, (secret,))


def after(prefix: str, *readers: Reader, add: tuple[str, ...] = ()) -> Reader:
    """A reader of what *readers* read, behind a *prefix*, a pattern. *add* are steps before theirs."""

    def read(stored: str, extra: Extra) -> Recipe:
        found = re.match(prefix, stored, re.ASCII)
        rest = stored[found.end() :] if found else stored
        recipe = System(readers).read(rest, extra)
        return replace(recipe, forms=tuple(add + form for form in recipe.forms))

    return Reader(prefix, read)
