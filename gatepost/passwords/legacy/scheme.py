"""Schemes, which compute digests, and the ceilings on their cost."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from gatepost.passwords.legacy.unusable import UnusableHash

SECONDS, MIB = 2.0, 256  # ceilings of one verification
LENGTHS = (16, 20, 24, 32, 48, 64, 128, 256, 512)  # bytes of a derived key; another one was cut off
_OF_SHA224 = (28,)
MAX_SALT = 256  # bytes
Settings = Mapping[str, Any]
Secrets = Mapping[str, str]


class Cost(NamedTuple):
    """The most that one verification takes, by rates that are below those of a small server."""

    seconds: float
    mib: float = 0


class Scheme(NamedTuple):
    """A way to compute a digest.

    *fields* names the settings and their types: str, int or bytes. *cost* estimates a verification before anything is
    computed, and raises UnusableHash for settings that the scheme does not have. *compute* returns the digest of a
    password. *secrets* names the secrets of the old system that it needs.
    """

    fields: Mapping[str, type]
    cost: Callable[[Settings], Cost]
    compute: Callable[[bytes, Settings, Secrets], bytes]
    secrets: frozenset[str] = frozenset()


def check_cost(scheme: Scheme, settings: Settings, *, times: int = 1) -> None:
    """Refuse settings that the scheme does not have, or whose verification is above a ceiling.

    *times* is how often a password may be hashed to verify it. Raises UnusableHash.
    """
    if settings.keys() != scheme.fields.keys():
        raise UnusableHash("the settings of the hash are incomplete, or more than its scheme has")
    for name, kind in scheme.fields.items():
        if type(settings[name]) is not kind or (kind is int and not 0 <= settings[name] < 2**40):
            raise UnusableHash(f"{name} is not as it should be")
        if kind is bytes and len(settings[name]) > MAX_SALT:
            raise UnusableHash(f"{name} has more than {MAX_SALT} bytes")
    if "length" in settings:
        lengths = _OF_SHA224 if settings.get("hash") == "sha224" else LENGTHS
        known("the length of the digest", settings["length"], lengths)
    seconds, mib = scheme.cost(settings)
    if mib > MIB:
        raise UnusableHash(f"verifying it takes {mib:.0f} MiB, more than {MIB}")
    if seconds * times > SECONDS:
        raise UnusableHash(f"verifying it takes about {min(seconds * times, 10**6):.1f} s, more than {SECONDS:.0f}")


def known(name: str, value: object, allowed: Collection[object]) -> None:
    """Refuse a *value* that is not *allowed*. Raises UnusableHash."""
    if value not in allowed:
        raise UnusableHash(f"{name} is none that is known")


def within(name: str, value: int, low: int, high: int) -> int:
    """*value*, if it is *low* to *high*. Raises UnusableHash."""
    if not low <= value <= high:
        raise UnusableHash(f"{name} is {value if abs(value) < 10**12 else 'huge'}, not {low} to {high}")
    return value
