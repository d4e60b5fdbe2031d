"""crypt(3) of Unix: shadow files, htpasswd, and what passlib makes of it."""

from collections.abc import Callable

from gatepost.passwords.legacy.reading import number, parts
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.system import Extra, Reader, System
from gatepost.passwords.legacy.systems.bcrypt import CUT_IN_C
from gatepost.passwords.legacy.unusable import UnusableHash

_LETTER = "[./0-9A-Za-z]"
_DEFAULT_ROUNDS = 5000  # of $5$ and $6$ without rounds=
_C = (("cut-nul",),)


def _sha2(scheme: str, ident: str, size: int, rounds: tuple[int, int] = (1000, 999_999_999)) -> Reader:
    def read(stored: str, _: Extra) -> Recipe:
        pattern = rf"\${ident}\$(?:rounds=([0-9]+)\$)?({_LETTER}{{0,16}})\$({_LETTER}{{{size}}})"
        given, salt, digest = parts(pattern, stored, f"a hash ${ident}$ of crypt(3)")
        count = number(given or str(_DEFAULT_ROUNDS))
        if not rounds[0] <= count <= rounds[1]:
            raise UnusableHash("its rounds are none that crypt(3) has")
        return Recipe(scheme, {"salt": salt, "rounds": count}, digest.encode(), _C)

    return Reader(rf"\${ident}\$", read)


def _read_sha1(stored: str, _: Extra) -> Recipe:
    rounds, salt, digest = parts(rf"\$sha1\$([0-9]+)\$({_LETTER}{{0,64}})\$({_LETTER}{{28}})", stored, "a hash $sha1$")
    return Recipe("sha1-crypt", {"salt": salt, "rounds": number(rounds)}, digest.encode(), _C)


def _md5(scheme: str, ident: str) -> Reader:
    def read(stored: str, _: Extra) -> Recipe:
        salt, digest = parts(rf"\${ident}\$({_LETTER}{{0,8}})\$({_LETTER}{{22}})", stored, f"a hash ${ident}$")
        return Recipe(scheme, {"salt": salt}, digest.encode(), _C)

    return Reader(rf"\${ident}\$", read)


def _read_des(stored: str, _: Extra) -> Recipe:
    salt, digest = parts(rf"({_LETTER}{{2}})({_LETTER}{{11}})", stored, "a DES hash of crypt(3)")
    return Recipe("des-crypt", {"salt": salt}, digest.encode(), _C)


def _by_libcrypt(pattern: str) -> Callable[[str, Extra], Recipe]:
    def read(stored: str, _: Extra) -> Recipe:
        setting, digest = parts(rf"({pattern})\$({_LETTER}{{43}})", stored, "a hash of crypt(5)")
        return Recipe("libcrypt", {"setting": setting}, digest.encode(), (("cut-nul", "at-most-511"),))

    return read


DES = Reader(rf"{_LETTER}{{13}}$", _read_des)
SHA512, SHA256 = _sha2("sha512-crypt", "6", 86), _sha2("sha256-crypt", "5", 43)
MD5, APR1 = _md5("md5-crypt", "1"), _md5("apr1", "apr1")
SHA1 = Reader(r"\$sha1\$", _read_sha1)
YESCRYPT = Reader(r"\$g?y\$", _by_libcrypt(rf"\$g?y\${_LETTER}{{2,41}}\${_LETTER}{{1,86}}"))
SCRYPT = Reader(r"\$7\$", _by_libcrypt(rf"\$7\${_LETTER}{{12,75}}"))
NOTATIONS = (SHA512, SHA256, MD5, APR1, SHA1, YESCRYPT, SCRYPT, CUT_IN_C)
CRYPT3 = System((*NOTATIONS, DES))

_HTPASSWD = ("apr1 MD5", "crypt", "sha256", "sha512")
_DEBIAN = ("gost-yescrypt", "scrypt", "sha512", "yescrypt")
_LIBPASS = ("apr_md5_crypt", "md5_crypt", "sha1_crypt", "sha256_crypt", "sha512_crypt")
SYSTEMS = {
    **dict.fromkeys((f"Apache htpasswd {name}" for name in _HTPASSWD), CRYPT3),
    **dict.fromkeys((f"Debian 12 shadow (mkpasswd) {name}" for name in _DEBIAN), CRYPT3),
    **dict.fromkeys((f"libpass {name}" for name in _LIBPASS), CRYPT3),
}
FRIENDLY = {"crypt": CRYPT3, "shadow": CRYPT3}
