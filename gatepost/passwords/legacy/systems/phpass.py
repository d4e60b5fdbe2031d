"""phpass: WordPress, Drupal, and passlib's own."""

from gatepost.passwords.legacy.reading import hexadecimal, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.schemes.digests import ALPHABET
from gatepost.passwords.legacy.system import Extra, Reader, System, after
from gatepost.passwords.legacy.systems.argon2 import ARGON2
from gatepost.passwords.legacy.systems.bcrypt import CUT_IN_C

_WORDPRESS = (("slash", "at-most-4096", "trim"), ("at-most-4096", "trim"))  # by a form, and by wp-cli
_DRUPAL = (("at-most-512",),)
_DRUPAL_FORMS = (*_DRUPAL, ("trim", "at-most-512"))  # UserLoginForm and PasswordItem trim, PhpPassword does not
_PHPBB = ((), ("nfc", "html"))  # its type_cast_helper makes these of all that a form sends


def _read(stored: str, _: Extra) -> Recipe:
    ident, rounds, salt, digest = parts(r"\$([PHS])\$([./0-9A-Za-z])([^$]{8})([./0-9A-Za-z]+)", stored, "a phpass hash")
    name, size = ("sha512", 43) if ident == "S" else ("md5", 22)
    parts(f".{{{size}}}", digest, f"a phpass hash: its digest has {len(digest)} characters, not {size}")
    settings = {"hash": name, "log_rounds": ALPHABET.index(rounds), "salt": salt.encode(), "characters": size}
    return Recipe("phpass", settings, digest.encode())


def read_bare_md5(stored: str, _: Extra) -> Recipe:
    """MD5 of the password alone."""
    return Recipe("digest", {"hash": "md5", "before": b"", "behind": b""}, hexadecimal(stored, size=16))


PHPASS = Reader(r"\$[PHS]\$", _read)
BARE_MD5 = Reader("(?:[0-9a-f]{32}|[0-9A-F]{32})$", read_bare_md5)
FROM_MD5 = after("U(?=\\$)", PHPASS, add=("md5-hex",))
WORDPRESS_68 = after(r"\$wp(?=\$2y\$)", CUT_IN_C, add=("wordpress",))
_OF_WORDPRESS = System((WORDPRESS_68, PHPASS, CUT_IN_C, ARGON2, BARE_MD5), _WORDPRESS)
_OF_DRUPAL = System((PHPASS, FROM_MD5, CUT_IN_C, ARGON2), _DRUPAL)
_PHPASS = System((PHPASS,))

SYSTEMS = {
    "WordPress 6.8 and later": _OF_WORDPRESS,
    "WordPress before 6.8 (phpass portable), checked by 7.2's wp_check_password": _OF_WORDPRESS,
    "WordPress before 6.8 (npm port wordpress-hash-node)": System((PHPASS,), (("js-binary",),)),
    "Drupal 7 (through Drupal's phpass module)": _OF_DRUPAL,
    "Drupal 6 md5 carried into 7 (U$S$)": _OF_DRUPAL,
    "Drupal 7 (npm port drupal-hash)": _PHPASS,
    "libpass phpass": _PHPASS,
    "passlib phpass": _PHPASS,
}
FRIENDLY = {
    "wordpress": _OF_WORDPRESS,
    "drupal": _OF_DRUPAL._replace(forms=_DRUPAL_FORMS),
    "phpass": _PHPASS,
    "phpbb": System((PHPASS, CUT_IN_C, ARGON2), _PHPBB),
}
