"""Examination of what is kept elsewhere: keys in the database, counts in Redis."""

from collections.abc import Iterator

from gatepost.doctor.finding import Finding
from gatepost.keys.ring import opens_none
from gatepost.settings import Settings
from gatepost.throttling.redis_counter import open_redis


def examine_keys() -> Iterator[Finding]:
    """The finding that no key in the database opens with SECRET_KEY. It needs the tables."""
    if opens_none():
        yield Finding(
            "SECRET_KEY",
            "it is not the one that sealed the keys in this database: all tokens would be refused.",
            "Set it to what it was, or name the database that belongs to it. If it is meant to be new, stop all "
            "processes and run: gatepost keys revoke KID, with a key of gatepost keys list. That signs all users out.",
        )


def examine_redis(settings: Settings) -> Iterator[Finding]:
    """The finding that Redis does not answer. It is a warning, because the service works without, by lower limits."""
    if settings.redis_url and not open_redis(settings.redis_url).answers():
        yield Finding(
            "GATEPOST_REDIS_URL",
            "nothing answers there: requests are counted elsewhere, by a quarter of each limit.",
            "Start Redis, or correct the address and its password. Unset it if you have none.",
            grave=False,
        )
