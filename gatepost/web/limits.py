"""Rate limits, as the endpoints declare them: by who asks, by the account they name, and for all together."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from flask import request
from limits import RateLimitItem, parse

from gatepost.errors import TooManyRequests
from gatepost.web.client import client_address
from gatepost.web.counters import Counted, Counter

_TOLD = "gatepost.ratelimit"  # where the envelope finds what is told of it


@dataclass(frozen=True, slots=True)
class Unlimited:
    """No limit, said by name, and why none is needed."""

    why: str

    def __str__(self) -> str:
        return "unlimited"


@dataclass(frozen=True, slots=True)
class Limits:
    """Several limits at once; a request counts for each of them.

    *each* is by user or registered client, else by address. The others are by the account that the body names, which
    *account_of* tells, by that and the address, and for everyone together.
    """

    each: str
    account_of: Callable[[Any], str | None]
    account_and_address: str
    account: str
    everyone: str

    def __str__(self) -> str:
        return (
            f"{self.each}, {self.account_and_address} by account and address, {self.account} by account, "
            f"{self.everyone} for all"
        )


class Limiter:
    """Counts the requests of one application."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def spend(self, limit: "str | Limits | Unlimited", *, endpoint: str, who: str | None) -> None:
        """Count a request of *who* (None: of whoever is at its address) to *endpoint*.

        Raises TooManyRequests when it is one more than *limit* allows.
        """
        if isinstance(limit, Unlimited):
            return
        if isinstance(limit, Limits):
            self._spend(limit.everyone, endpoint, "everyone")
            limit = limit.each
        self._spend(limit, endpoint, who or _here())

    def spend_of_account(self, limit: "str | Limits | Unlimited", *, endpoint: str, body: Any) -> None:
        """Count a request for the account that its *body* names, whether or not there is one.

        Raises TooManyRequests.
        """
        if isinstance(limit, Limits) and (account := limit.account_of(body)) is not None:
            self._spend(limit.account_and_address, endpoint, f"account {account} {_here()}")
            self._spend(limit.account, endpoint, f"account {account}")

    def _spend(self, limit: str, endpoint: str, who: str) -> None:
        allowed = _parsed(limit)
        counted = self._counter.count(allowed, f"{endpoint} {who}")
        _tell(allowed, counted)
        if not counted.allowed:
            raise TooManyRequests(headers={"Retry-After": str(max(1, math.ceil(counted.resets_in)))})


def rate_limit_headers(environ: dict[str, Any]) -> list[tuple[str, str]]:
    """What an answer tells of the limit that is nearest to its end (draft-ietf-httpapi-ratelimit-headers-07)."""
    told: tuple[int, Counted] | None = environ.get(_TOLD)
    if told is None:
        return []
    most, counted = told
    return [
        ("RateLimit-Limit", str(most)),
        ("RateLimit-Remaining", str(counted.remaining)),
        ("RateLimit-Reset", str(max(0, math.ceil(counted.resets_in)))),
    ]


def _tell(allowed: RateLimitItem, counted: Counted) -> None:
    told: tuple[int, Counted] | None = request.environ.get(_TOLD)
    if told is None or counted.remaining < told[1].remaining or not counted.allowed:
        request.environ[_TOLD] = (allowed.amount, counted)


def _here() -> str:
    """The address that asks; of IPv6 the network, for one household has 2^64 of them."""
    return _household(client_address(request.environ))


@lru_cache(maxsize=4096)
def _household(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is None:  # noqa: PLR2004
        return str(ip_network((address, 64), strict=False))
    return address


_parsed = lru_cache(maxsize=256)(parse)
