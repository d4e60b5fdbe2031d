"""Addresses of protected applications: the only ones outside of this service to which it leads a browser."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from gatepost.settings import settings

_PATH = re.compile(r"/[!#-\[\]^_`a-z{|}~]{0,1000}", re.IGNORECASE)  # printable ASCII without " and \


class Address(NamedTuple):
    """An address of a protected application: its origin, and the path with the query."""

    origin: str
    path: str

    @property
    def whole(self) -> str:
        return self.origin + self.path


def protected_address(sent: str) -> Address | None:
    """The parts of this address, if it is one of PROTECTED_ORIGINS; otherwise None (ASVS 3.7.2).

    An origin is compared letter for letter, and what follows it has to begin with a slash.
    """
    for origin in settings.protected_origins:
        path = sent.removeprefix(origin) or "/"
        if sent.startswith(origin) and _PATH.fullmatch(path):
            return Address(origin, path)
    return None


def way_to(sent: str) -> str:
    """The page of ours that leads to this address of a protected application, without its first slash; empty if it is
    none.
    """
    address = protected_address(sent)
    return "" if address is None else f"account/forward?{urlencode({'to': address.whole})}"


def origin_of_host(host: str) -> str | None:
    """The listed origin with this *host*, and its port if that is not the usual one."""
    return _by_host(settings.protected_origins).get(host.lower())


@lru_cache(maxsize=16)
def _by_host(origins: tuple[str, ...]) -> dict[str, str]:
    return {origin.partition("://")[2]: origin for origin in origins}
