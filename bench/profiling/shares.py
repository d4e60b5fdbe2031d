"""The shares of a profile: how much of the time was spent in which part of the service."""

import cProfile
import pstats
from collections import Counter

_WAITS = "the hash's thread"
# The first that is found in a file's path. A function built into Python counts for its caller's part, but for these.
_BUILT_IN = {
    "_thread.lock": _WAITS,
    "sqlite3": "SQLite",
    "openssl": "signatures",
    "aead": "signatures",
}
_FOLDERS = {
    "/gatepost/serving/": "door",
    "/asyncio/": "door",
    "/gatepost/http/": "http",
    "/gatepost/api/": "api",
    "/sqlalchemy/": "SQLAlchemy",
    "/flask_sqlalchemy/": "SQLAlchemy",
    "/gatepost/database/": "SQLAlchemy",
    "/flask/": "Flask",
    "/werkzeug/": "Flask",
    "/gatepost/": "rooms",
}
REST = "rest"
PARTS = tuple(dict.fromkeys([*_FOLDERS.values(), *_BUILT_IN.values(), REST]))


def shares_of(profile: cProfile.Profile) -> Counter[str]:
    """Seconds by part, each function without those that it calls."""
    shares: Counter[str] = Counter()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # documented by its use only
    for (file, _, name), (_, _, own, _, callers) in stats.items():
        special = next((part for text, part in _BUILT_IN.items() if text in name), None) if file == "~" else None
        if special or file != "~":
            shares[special or _part(file)] += own
            continue
        for (calling, _, _), (_, _, of_it, _) in callers.items():
            shares[_part(calling)] += of_it
    return shares


def _part(file: str) -> str:
    return next((part for folder, part in _FOLDERS.items() if folder in file), REST)
