"""Recipes as the database keeps them: their secrets are sealed with SECRET_KEY."""

import json
from dataclasses import replace

from gatepost.crypto import derive_key, seal, unseal
from gatepost.passwords.legacy.recipe import Recipe, read_recipe
from gatepost.passwords.legacy.unusable import UnusableHash
from gatepost.settings import Settings
from gatepost.users.models import PASSWORD_HASH_MAX

_PURPOSE = "secrets of imported hashes"


def write_sealed(recipe: Recipe, settings: Settings) -> str:
    """The text for the database. Raises UnusableHash, if it does not fit."""
    secrets = json.dumps(dict(recipe.secrets)) if recipe.secrets else ""
    text = recipe.write(seal(secrets, key=_key(settings), context=_PURPOSE) if secrets else "")
    if len(text) > PASSWORD_HASH_MAX:
        raise UnusableHash(f"with what it needs, it has {len(text)} characters, more than {PASSWORD_HASH_MAX}")
    return text


def read_sealed(text: str, settings: Settings) -> Recipe:
    """The recipe, checked against the ceilings again. Raises UnusableHash, and Unsealable for another SECRET_KEY."""
    recipe, sealed = read_recipe(text)
    if sealed:
        recipe = replace(recipe, secrets=json.loads(unseal(sealed, key=_key(settings), context=_PURPOSE)))
    return recipe.check()


def _key(settings: Settings) -> bytes:
    return derive_key(settings.secret_key, _PURPOSE)
