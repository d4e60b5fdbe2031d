"""Hashes of other systems: read at an import, told at an export."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gatepost.crypto import Unsealable
from gatepost.passwords.hashing import find_hasher
from gatepost.passwords.legacy.founding import is_legacy
from gatepost.passwords.legacy.recipe import Recipe, read_recipe
from gatepost.passwords.legacy.sealed import read_sealed, write_sealed
from gatepost.passwords.legacy.systems import find_system
from gatepost.passwords.legacy.unusable import UnusableHash as UnusableHash
from gatepost.passwords.legacy.verify import is_imported
from gatepost.passwords.legacy.wrapping import check_argon2id
from gatepost.passwords.legacy.wrapping import wrap as wrap_digest
from gatepost.settings import Settings, current_settings
from gatepost.users.models import NO_PASSWORD

OURS, FOUNDING = "gatepost", "founding document"
_MAX_STORED = 4096  # characters; none of the systems has more
_MAX_OURS = 255


def read_imported(system: str, stored: str, extra: Mapping[str, Any], *, wrap: bool = False) -> str:
    """The text for users.password_hash of a hash from another system. Nothing of its cost is computed.

    *system* is one of docs/passwords.md, or ``gatepost`` for what tell_imported() told. *extra* has what the system
    keeps beside the hash: pepper, salt, signer key. With *wrap*, Argon2id over the old digest takes the place of the
    digest. Raises UnusableHash: its text says why, and holds nothing of the hash.
    """
    if not isinstance(system, str) or not isinstance(stored, str) or not isinstance(extra, Mapping):
        raise UnusableHash("system and stored have to be texts, extra an object")
    if len(stored) > _MAX_STORED:
        raise UnusableHash(f"it has {len(stored)} characters, more than {_MAX_STORED}")
    settings = current_settings()
    if system == OURS and not is_imported(stored):
        return _read_ours(stored)
    if system.strip().casefold() == FOUNDING and is_legacy(stored.lower()) and not extra:
        if not wrap:
            return stored.lower()  # SALT_KEY verifies it
        extra = {"SALT_KEY": settings.salt_key} if settings.salt_key else {}
    recipe = _read_told(stored, extra) if system == OURS else find_system(system).read(stored, extra)
    recipe.check()
    return write_sealed(_wrapped(recipe, settings) if wrap and not recipe.wrapped else recipe, settings)


def tell_imported(hashed: str) -> dict[str, Any]:
    """The {system, stored, extra} of an export, for a hash of ours as for an imported one.

    read_imported() takes it, in another installation too: secrets of the old system are in *extra*, in the clear.
    Raises UnusableHash for NO_PASSWORD, and for secrets that another SECRET_KEY sealed.
    """
    if hashed == NO_PASSWORD:
        raise UnusableHash("there is no password")
    if is_legacy(hashed):
        salt_key = current_settings().salt_key
        return {"system": FOUNDING, "stored": hashed, "extra": {"SALT_KEY": salt_key} if salt_key else {}}
    if not is_imported(hashed):
        return {"system": OURS, "stored": hashed, "extra": {}}
    try:
        recipe = read_sealed(hashed, current_settings())
    except Unsealable:
        raise UnusableHash("its secrets were sealed with another SECRET_KEY") from None
    return {"system": OURS, "stored": recipe.write(""), "extra": dict(recipe.secrets)}


def _read_ours(stored: str) -> str:
    if len(stored) > _MAX_OURS:
        raise UnusableHash(f"it has {len(stored)} characters, more than {_MAX_OURS}")
    check_argon2id(stored)
    return stored


def _read_told(stored: str, extra: Mapping[str, Any]) -> Recipe:
    recipe, sealed = read_recipe(stored)
    if sealed:
        raise UnusableHash("its secrets are sealed: export it by gatepost users export")
    return replace(recipe, secrets={name: value for name, value in extra.items() if isinstance(value, str)})


def _wrapped(recipe: Recipe, settings: Settings) -> Recipe:
    return replace(recipe, digest=b"", wrapped=wrap_digest(recipe.digest, find_hasher(settings)))
