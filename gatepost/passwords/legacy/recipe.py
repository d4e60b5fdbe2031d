"""A record of another system that was read, and its text, which the database keeps in place of a hash of ours.

``import:<scheme>:<json>``. The JSON has the settings ``s`` (bytes in Base64), and the digest ``d`` or, where it was
wrapped, Argon2id over it ``w``. It may have the forms ``f`` of a password, and the sealed secrets ``x``.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gatepost.passwords.legacy.scheme import check_cost
from gatepost.passwords.legacy.schemes import find_scheme
from gatepost.passwords.legacy.steps import SECRETS, known_steps
from gatepost.passwords.legacy.unusable import UnusableHash
from gatepost.passwords.legacy.wrapping import check_argon2id

PREFIX = "import:"
AS_TYPED: tuple[tuple[str, ...], ...] = ((),)
_MOST_FORMS, _MOST_STEPS = 3, 16


@dataclass(frozen=True)
class Recipe:
    """How the digest of a password is computed, and what it has to be.

    *forms* are the ways to bring the password into the form that the system hashed: steps of steps.py each. *wrapped*
    is the Argon2id hash of the digest, in place of the digest. *secrets* are those of the system, in the clear.
    """

    scheme: str
    settings: Mapping[str, Any]
    digest: bytes = b""
    forms: tuple[tuple[str, ...], ...] = AS_TYPED
    secrets: Mapping[str, str] = field(default_factory=dict)
    wrapped: str = ""

    def check(self) -> "Recipe":
        """Refuse what is not known, or costs too much; nothing is computed for that. Raises UnusableHash."""
        scheme = find_scheme(self.scheme)
        steps = [step for form in self.forms for step in form]
        if not 1 <= len(self.forms) <= _MOST_FORMS or len(steps) > _MOST_STEPS or not known_steps(steps):
            raise UnusableHash("the forms of the password are not known")
        needed = scheme.secrets | {SECRETS[step] for step in steps if step in SECRETS}
        if missing := needed - self.secrets.keys():
            raise UnusableHash(f"a secret of the other system is missing: {', '.join(sorted(missing))}")
        check_cost(scheme, self.settings, times=len(self.forms))
        self._check_digest()
        return self

    def _check_digest(self) -> None:
        if self.wrapped:
            check_argon2id(self.wrapped)
            return
        length = self.settings.get("length")
        if length is not None and len(self.digest) != length:
            raise UnusableHash(f"the digest has {len(self.digest)} bytes, not {length}")

    def write(self, sealed: str) -> str:
        """Its text. *sealed* are the sealed secrets, or empty."""
        content: dict[str, Any] = {"s": {name: _plain(value) for name, value in self.settings.items()}}
        content |= {"w": self.wrapped} if self.wrapped else {"d": _plain(self.digest)}
        if self.forms != AS_TYPED:
            content["f"] = self.forms
        if sealed:
            content["x"] = sealed
        return f"{PREFIX}{self.scheme}:{json.dumps(content, separators=(',', ':'))}"


def read_recipe(text: str) -> tuple[Recipe, str]:
    """A recipe without its secrets, and these as they are sealed. Raises UnusableHash; check() is due."""
    try:
        _, scheme, content = text.split(":", 2)
        written = json.loads(content)
        fields = find_scheme(scheme).fields
        settings = {name: _typed(value, fields[name]) for name, value in written["s"].items()}
        forms = tuple(tuple(str(step) for step in form) for form in written.get("f", AS_TYPED))
        digest, wrapped = _typed(written.get("d", ""), bytes), written.get("w", "")
        sealed = written.get("x", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnusableHash("this is no text of an imported hash") from error
    if not (isinstance(wrapped, str) and isinstance(sealed, str)):
        raise UnusableHash("this is no text of an imported hash")
    return Recipe(scheme, settings, digest, forms, wrapped=wrapped), sealed


def _plain(value: object) -> object:
    return b64encode(value).decode().rstrip("=") if isinstance(value, bytes) else value


def _typed(value: Any, kind: type) -> Any:
    return b64decode(value + "=" * (-len(value) % 4), validate=True) if kind is bytes else value
