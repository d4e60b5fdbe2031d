"""The systems whose hashes can be imported: by the names of the records they were tested with, and by friendly ones.

Each file has those of a family: SYSTEMS by exact names, FRIENDLY by names in lower case.
"""

from gatepost.passwords.legacy.system import System
from gatepost.passwords.legacy.systems import (
    argon2,
    bcrypt,
    by_shape,
    crypt3,
    discourse,
    django,
    javascript,
    ldap,
    passlib,
    php,
    phpass,
    python,
    services,
    zope,
)
from gatepost.passwords.legacy.unusable import UnusableHash

_FAMILIES = (
    *(argon2, bcrypt, crypt3, discourse, django, javascript, ldap, passlib, php, phpass, python, services, zope),
    by_shape,
)
SYSTEMS: dict[str, System] = {name: system for family in _FAMILIES for name, system in family.SYSTEMS.items()}
FRIENDLY: dict[str, System] = {name: system for family in _FAMILIES for name, system in family.FRIENDLY.items()}


def find_system(name: str) -> System:
    """The system of this *name*: exact, or a friendly one in any letter case. Raises UnusableHash."""
    system = SYSTEMS.get(name) or FRIENDLY.get(name.strip().casefold())
    if system is None:
        raise UnusableHash("no system of this name is known: docs/passwords.md has the list")
    return system
