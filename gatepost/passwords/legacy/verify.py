"""Whether a password is that of a hash of another system."""

import hmac

import argon2
import structlog
from argon2.exceptions import Argon2Error

from gatepost.crypto import Unsealable
from gatepost.passwords.legacy.founding import is_legacy
from gatepost.passwords.legacy.recipe import PREFIX, Recipe
from gatepost.passwords.legacy.schemes import find_scheme
from gatepost.passwords.legacy.sealed import read_sealed
from gatepost.passwords.legacy.steps import Refused, prepare
from gatepost.passwords.legacy.unusable import UnusableHash
from gatepost.passwords.legacy.wrapping import unwrap
from gatepost.settings import Settings

log = structlog.get_logger()
_ANY_OTHER = b"a password that takes the same work"


def is_foreign(hashed: str) -> bool:
    """Whether *hashed* was made by another system: the founding document's, or one of which it was imported."""
    return is_imported(hashed) or is_legacy(hashed)


def is_imported(hashed: str) -> bool:
    """Whether *hashed* is the text of an imported hash."""
    return hashed.startswith(PREFIX)


def verify_imported(password: str, hashed: str, settings: Settings, hasher: argon2.PasswordHasher) -> bool:
    """Whether the imported *hashed* is of *password*. One that this installation cannot verify is of none.

    *settings* have the SECRET_KEY of its secrets; *hasher* verifies what wraps it.
    """
    try:
        return matches(read_sealed(hashed, settings), password, hasher)
    except (UnusableHash, Unsealable) as error:
        log.warning("password.cannot_be_verified", reason=str(error))
    except (ValueError, MemoryError, Argon2Error) as error:
        log.warning("password.cannot_be_verified", reason=type(error).__name__)
    return False


def matches(recipe: Recipe, password: str, hasher: argon2.PasswordHasher) -> bool:
    """Whether *password* is that of *recipe*, in any of its forms. The work is the same, right or wrong."""
    scheme, right = find_scheme(recipe.scheme), False
    for form in dict.fromkeys(_prepare(recipe, form, password) for form in recipe.forms):
        digest = scheme.compute(_ANY_OTHER if form is None else form, recipe.settings, recipe.secrets)
        right |= _is_expected(digest, recipe, hasher) and form is not None
    return right


def _is_expected(digest: bytes, recipe: Recipe, hasher: argon2.PasswordHasher) -> bool:
    if recipe.wrapped:
        return unwrap(recipe.wrapped, digest, hasher)
    return hmac.compare_digest(digest, recipe.digest)


def _prepare(recipe: Recipe, form: tuple[str, ...], password: str) -> bytes | None:
    """The bytes that the scheme hashes; None, where the other system takes no such password."""
    try:
        return prepare(password, form, recipe.secrets)
    except Refused:
        return None
