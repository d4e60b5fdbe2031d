"""Argon2 (RFC 9106) of any type, version and cost below the ceilings, by argon2-cffi."""

from argon2.low_level import Type, hash_secret_raw

from gatepost.passwords.legacy.scheme import Cost, Scheme, Secrets, Settings, known, within

_TYPES = {"argon2d": Type.D, "argon2i": Type.I, "argon2id": Type.ID}
_KIB = 600_000  # a second fills at least so many KiB


def _cost(settings: Settings) -> Cost:
    known("the type", settings["type"], _TYPES)
    known("the version", settings["version"], (16, 19))
    lanes = within("p", settings["lanes"], 1, 255)
    memory = within("m", settings["memory"], 8 * lanes, 2**32 - 1)
    within("the length of the salt", len(settings["salt"]), 8, 256)
    return Cost(memory * within("t", settings["passes"], 1, 2**32 - 1) / _KIB, memory / 1024)


def _compute(password: bytes, settings: Settings, _: Secrets) -> bytes:
    return hash_secret_raw(
        password,
        settings["salt"],
        time_cost=settings["passes"],
        memory_cost=settings["memory"],
        parallelism=settings["lanes"],
        hash_len=settings["length"],
        type=_TYPES[settings["type"]],
        version=settings["version"],
    )


_FIELDS = {"type": str, "version": int, "memory": int, "passes": int, "lanes": int, "salt": bytes, "length": int}
SCHEMES = {"argon2": Scheme(_FIELDS, _cost, _compute)}
