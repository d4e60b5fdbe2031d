"""Schemes of crypt(3) and of databases, by libpass, the maintained fork of passlib. Their digest is their text."""

from base64 import b64decode
from typing import Any

from passlib import hash as passlib

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings, within
from gatepost.passwords.legacy.unusable import UnusableHash

_MAX_SALT = 64  # characters
_ROUND = 1e-6  # seconds of one round in Python, at most


def _rounds_cost(settings: Settings) -> Cost:
    _check_salt(settings)
    return Cost(within("rounds", settings["rounds"], 1, 2**32) * _ROUND)


def _salt_cost(settings: Settings) -> Cost:
    _check_salt(settings)
    return Cost(0.01)


def _check_salt(settings: Settings) -> None:
    if not settings["salt"].isascii() or len(settings["salt"]) > _MAX_SALT or "$" in settings["salt"]:
        raise UnusableHash("the salt is not as it should be")


def _crypt(handler: Any, *, with_rounds: bool) -> Scheme:
    """The scheme of a handler of libpass."""

    def compute(password: bytes, settings: Settings, _: Secrets) -> bytes:
        text: str = handler.using(**settings).hash(password)
        return text.rsplit("$", 1)[-1].encode()

    fields = {"salt": str, "rounds": int} if with_rounds else {"salt": str}
    return Scheme(fields, _rounds_cost if with_rounds else _salt_cost, compute)


def _des(password: bytes, settings: Settings, _: Secrets) -> bytes:
    """Of eight bytes of the password."""
    text: str = passlib.des_crypt.using(salt=settings["salt"]).hash(password)
    return text.removeprefix(settings["salt"]).encode()


def _fshp_cost(settings: Settings) -> Cost:
    within("fshp's variant", settings["variant"], 0, 3)
    return Cost(within("rounds", settings["rounds"], 1, 2**32) * _ROUND)


def _fshp(password: bytes, settings: Settings, _: Secrets) -> bytes:
    variant, rounds = settings["variant"], settings["rounds"]
    text: str = passlib.fshp.using(salt=settings["salt"], variant=variant, rounds=rounds).hash(password)
    return b64decode(text.rsplit("}", 1)[-1])[len(settings["salt"]) :]


def _plain(handler: Any) -> Scheme:
    """A scheme without settings."""
    return Scheme({}, lambda _: Cost(0), lambda password, _, __: handler.hash(password).encode())


SCHEMES = {
    "sha512-crypt": _crypt(passlib.sha512_crypt, with_rounds=True),
    "sha256-crypt": _crypt(passlib.sha256_crypt, with_rounds=True),
    "sha1-crypt": _crypt(passlib.sha1_crypt, with_rounds=True),
    "md5-crypt": _crypt(passlib.md5_crypt, with_rounds=False),
    "apr1": _crypt(passlib.apr_md5_crypt, with_rounds=False),
    "des-crypt": Scheme({"salt": str}, _salt_cost, _des),
    "fshp": Scheme({"variant": int, "rounds": int, "salt": bytes}, _fshp_cost, _fshp),
    "mysql323": _plain(passlib.mysql323),
    "mysql41": _plain(passlib.mysql41),
}
