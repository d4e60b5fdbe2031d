"""Hashes without the name of a system: recognised by their shape alone, where only one reading is possible."""

import re

from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System
from gatepost.passwords.legacy.systems import django, python
from gatepost.passwords.legacy.systems.argon2 import ARGON2
from gatepost.passwords.legacy.systems.bcrypt import ADONIS, CUT
from gatepost.passwords.legacy.systems.crypt3 import APR1, MD5, SHA1, SHA256, SHA512, YESCRYPT
from gatepost.passwords.legacy.systems.crypt3 import SCRYPT as CRYPT_SCRYPT
from gatepost.passwords.legacy.systems.firebase import SUPABASE
from gatepost.passwords.legacy.systems.ldap import READERS as LDAP
from gatepost.passwords.legacy.systems.passlib import NOTATIONS
from gatepost.passwords.legacy.systems.phpass import FROM_MD5, PHPASS, WORDPRESS_68
from gatepost.passwords.legacy.unusable import UnusableHash

_CRYPT = (SHA512, SHA256, MD5, APR1, SHA1, YESCRYPT, CRYPT_SCRYPT)
_CLEAR = (CUT, ARGON2, *_CRYPT, *NOTATIONS, *django.READERS, *python.READERS, PHPASS, FROM_MD5, ADONIS, SUPABASE)
_AMBIGUOUS = {
    r"(?i:\{(?:SHA256|MD5))\}": "Zope, OpenLDAP and Dovecot mean different things by this prefix: name the system",
    r"(?:[0-9a-fA-F]{2})+": "digits alone do not tell how they were made: name the system",
    r"[./0-9A-Za-z]{13}": "this may be a DES hash or anything else: name the system",
    r"(?:md5|sha1)\$.*": "Django and Werkzeug before 2.3 mean different things by this prefix: name the system",
    r"\{": "several systems store such an object: name the system",
}


def _read(stored: str, extra: Extra) -> Recipe:
    labelled = re.match(r"\{[A-Za-z0-9.|-]+\}", stored) is not None
    for pattern, reason in _AMBIGUOUS.items():
        found = re.match(pattern, stored) if pattern.endswith(r"\}") else re.fullmatch(pattern, stored)
        if found is not None or (pattern == r"\{" and stored.startswith("{") and not labelled):
            raise UnusableHash(reason)
    return _KNOWN.read(stored, extra)


_KNOWN = System((*_CLEAR, WORDPRESS_68, *LDAP))
SYSTEMS: dict[str, System] = {}
FRIENDLY = {"auto": System((Reader("", _read),)), "": System((Reader("", _read),))}
FRIENDLY["passlib"] = System((*NOTATIONS, *_CRYPT, ARGON2, CUT, *django.READERS, PHPASS, *LDAP))
