"""Argon2 in PHC notation, and the many systems that store it as it is."""

from gatepost.passwords.legacy.reading import base64, number, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System, after
from gatepost.passwords.legacy.unusable import UnusableHash

_PATTERN = r"\$(argon2(?:id|i|d))\$(?:v=([0-9]+)\$)?([^$]+)\$([^$]+)\$([^$]+)"


def argon2_recipe(kind: str, *, version: int, costs: tuple[int, int, int], salt: bytes, digest: bytes) -> Recipe:
    """The recipe of these parts; *costs* are the memory in KiB, the passes and the lanes."""
    memory, passes, lanes = costs
    settings = {"type": kind, "version": version, "memory": memory, "passes": passes, "lanes": lanes}
    return Recipe("argon2", {**settings, "salt": salt, "length": len(digest)}, digest)


def _read(stored: str, _: Extra) -> Recipe:
    """The parameters may have any order: npm's argon2 writes m, p, t since 0.45, all others m, t, p."""
    kind, version, parameters, salt, digest = parts(_PATTERN, stored, "an Argon2 hash")
    given = dict(each.partition("=")[::2] for each in parameters.split(","))
    if given.keys() != {"m", "t", "p"} or parameters.count(",") != 2:  # noqa: PLR2004
        raise UnusableHash("its parameters are not m, t and p alone")
    memory, passes, lanes = (number(given[name]) for name in ("m", "t", "p"))
    raw = base64(salt, padded=False), base64(digest, padded=False)
    costs = memory, passes, lanes
    return argon2_recipe(kind, version=number(version or "16"), costs=costs, salt=raw[0], digest=raw[1])


ARGON2 = Reader(r"\$argon2", _read)
_PLAIN = System((ARGON2,))

SYSTEMS = {
    "npm argon2": _PLAIN,
    "AdonisJS argon2": _PLAIN,
    "Directus": _PLAIN,
    "FastAPI-Users": _PLAIN,
    "PHP password_hash argon2id": _PLAIN,
    "PHP sodium_crypto_pwhash_str": _PLAIN,
    "passlib argon2": _PLAIN,
    "libpass argon2": _PLAIN,
    "oslo Argon2id": System((ARGON2,), (("nfkc",),)),
    "Jupyter Server": System((after("argon2:", ARGON2),)),
}
FRIENDLY = {"argon2": _PLAIN, "directus": _PLAIN}
