"""Sign-in services: Firebase, Auth0, Supabase, Clerk, SuperTokens, Keycloak, ASP.NET Core Identity."""

import json
import struct
from collections.abc import Mapping
from typing import Any

from gatepost.passwords.legacy.reading import base64, hexadecimal, members, number
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System
from gatepost.passwords.legacy.systems import django, python
from gatepost.passwords.legacy.systems.argon2 import ARGON2, argon2_recipe
from gatepost.passwords.legacy.systems.bcrypt import CUT
from gatepost.passwords.legacy.systems.firebase import FIREBASE, SUPABASE, SUPERTOKENS
from gatepost.passwords.legacy.systems.ldap import READERS as LDAP
from gatepost.passwords.legacy.systems.passlib import NOTATIONS, pbkdf2_recipe
from gatepost.passwords.legacy.systems.phpass import BARE_MD5, PHPASS
from gatepost.passwords.legacy.unusable import UnusableHash

_ASPNET = struct.Struct(">BIII")
_ASPNET_HASHES = ("sha1", "sha256", "sha512")
_OLD_SALT, _OLD_KEY, _OLD_ITERATIONS = 16, 32, 1000  # ASP.NET Identity V2


def _object(value: object) -> Mapping[str, Any]:
    """An object, or the text of one, as an export of a realm has it."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, Mapping):
        raise UnusableHash("secretData or credentialData is no JSON object")
    return found


def _read_keycloak(stored: str, _: Extra) -> Recipe:
    secret, credential = (_object(value) for value in members(stored, "secretData", "credentialData"))
    salt, digest = (base64(str(secret.get(name, "")), padded=True) for name in ("salt", "value"))
    algorithm, iterations = str(credential.get("algorithm")), credential.get("hashIterations")
    if algorithm == "argon2":
        given = _object(credential.get("additionalParameters"))
        first = {name: value[0] for name, value in given.items() if isinstance(value, list) and value}
        costs = number(first.get("memory")), number(iterations), number(first.get("parallelism"))
        version = {"1.0": 16, "1.3": 19}.get(str(first.get("version")), 0)
        return argon2_recipe(f"argon2{first.get('type')}", version=version, costs=costs, salt=salt, digest=digest)
    name = {"pbkdf2": "sha1", "pbkdf2-sha256": "sha256", "pbkdf2-sha512": "sha512"}.get(algorithm)
    if name is None:
        raise UnusableHash("Keycloak's algorithm is none of pbkdf2, pbkdf2-sha256, pbkdf2-sha512, argon2")
    return pbkdf2_recipe(name, iterations, salt, digest, whole=False)


def _read_aspnet(stored: str, _: Extra) -> Recipe:
    """Versions 2 (a zero byte) and 3 (a one) of PasswordHasher."""
    raw = base64(stored, padded=True)
    if raw[:1] == b"\0" and len(raw) == 1 + _OLD_SALT + _OLD_KEY:
        return pbkdf2_recipe("sha1", _OLD_ITERATIONS, raw[1 : 1 + _OLD_SALT], raw[1 + _OLD_SALT :], whole=False)
    if raw[:1] != b"\1" or len(raw) < _ASPNET.size:
        raise UnusableHash("this is no hash of ASP.NET Core Identity, version 2 or 3")
    _, function, iterations, size = _ASPNET.unpack_from(raw)
    rest = raw[_ASPNET.size :]
    if function >= len(_ASPNET_HASHES) or size >= len(rest):
        raise UnusableHash("this hash of ASP.NET Core Identity is cut off")
    return pbkdf2_recipe(_ASPNET_HASHES[function], iterations, rest[:size], rest[size:], whole=False)


def _read_clerk(stored: str, extra: Extra) -> Recipe:
    """Digests of other systems, which Clerk names as hasher."""
    hasher = extra.get("hasher", extra.get("password_hasher"))
    if hasher == "md5":
        return BARE_MD5.read(stored, extra)
    if hasher == "sha256":
        return Recipe("digest", {"hash": "sha256", "before": b"", "behind": b""}, hexadecimal(stored, size=32))
    return System(_OTHERS).read(stored, extra)


_OTHERS = (CUT, ARGON2, *django.READERS, *python.READERS, PHPASS, *NOTATIONS, *LDAP, FIREBASE)
KEYCLOAK, ASPNET = Reader(r"\s*\{", _read_keycloak), Reader(r"A", _read_aspnet)

SYSTEMS = {
    "Keycloak argon2 (documented shape)": System((KEYCLOAK,)),
    "Keycloak pbkdf2-sha512 (documented shape)": System((KEYCLOAK,)),
    "Firebase Authentication (npm firebase-scrypt)": System((FIREBASE,)),
    "ASP.NET Core Identity V3 (npm port)": System((ASPNET,)),
}
FRIENDLY = {
    "keycloak": System((KEYCLOAK,)),
    "firebase": System((FIREBASE,)),
    "aspnet": System((ASPNET,)),
    "auth0": System((CUT, ARGON2, *NOTATIONS, *LDAP)),
    "supabase": System((CUT, ARGON2, SUPABASE)),
    "clerk": System((Reader("", _read_clerk),)),
    "supertokens": System((CUT, ARGON2, SUPERTOKENS)),
}
