"""The founding document's password hash, so that an adopted database keeps its users.

It is the hexadecimal MD5 of password + ``SALT_KEY``. It is verified once: the log-in replaces it.
"""

import hashlib
import re

from gatepost.crypto import same


def is_legacy(hashed: str) -> bool:
    """Whether *hashed* has the form of such a hash."""
    return re.fullmatch("[0-9a-f]{32}", hashed) is not None


def verify(password: str, hashed: str, salt_key: str) -> bool:
    """Whether *hashed* is of *password* and *salt_key*, compared in constant time."""
    made = hashlib.md5((password + salt_key).encode(), usedforsecurity=False).hexdigest()
    return same(made, hashed)
