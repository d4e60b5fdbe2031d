"""Rate limits, as the endpoints declare them: by who asks, by the account they name, and for all together."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_network
from typing import Any, Protocol

from flask import request
from limits import RateLimitItem, parse

from gatepost.crypto import derive_key, keyed_digest
from gatepost.errors import TooManyRequests
from gatepost.http.client import client_address
from gatepost.http.device_cookie import sent_device_token
from gatepost.ip_addresses import parse_address

KnownDevice = Callable[[str, str], str | None]  # of an account and a device token: which device, if it is one of theirs


class Counted(Protocol):
    """What became of a request that was counted; *resets_in*: seconds until there is room again, or more of it."""

    @property
    def allowed(self) -> bool: ...
    @property
    def remaining(self) -> int: ...
    @property
    def resets_in(self) -> float: ...


class Counter(Protocol):
    """Where requests are counted; throttling/ has several."""

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        """Count a request of *key*, of which there may be so many."""


_TOLD = "gatepost.ratelimit"  # where the envelope finds what is told of it


@dataclass(frozen=True, slots=True)
class Unlimited:
    """No limit, said by name, and why none is needed."""

    why: str

    def __str__(self) -> str:
        return "unlimited"


@dataclass(frozen=True, slots=True)
class Limits:
    """Several limits at once; a request counts for each of them until one refuses it.

    *each* is by user or registered client, else by address. The next two are by the account that the body names, which
    *account_of* tells, such as ``username:ada`` (None: it names none), and the address; and by that account from
    wherever. *everyone* is for all together. A device that the account knows has *account_and_address* of its own, and
    counts for none of the others: so no stranger can use up what its owner may do.
    """

    each: str
    account_of: Callable[[Any], str | None]
    account_and_address: str
    account: str
    everyone: str | None = None

    def __str__(self) -> str:
        by_account = f"{self.each}, {self.account_and_address} by account and address, {self.account} by account"
        return f"{by_account}, {self.everyone} for all" if self.everyone else by_account


class Limiter:
    """Counts the requests of one application."""

    def __init__(self, counter: Counter, *, known_device: KnownDevice, secret: str) -> None:
        self._counter, self._known_device, self._key = counter, known_device, derive_key(secret, "limits")

    def spend(self, limit: "str | Limits | Unlimited", *, endpoint: str, who: str | None) -> None:
        """Count a request of *who* (None: of whoever is at its address) to *endpoint*: before anything is read.

        Raises TooManyRequests when it is one more than *limit* allows.
        """
        if not isinstance(limit, Unlimited):
            self._spend(limit.each if isinstance(limit, Limits) else limit, endpoint, who or _here())

    def spend_of_account(self, limit: "str | Limits | Unlimited", *, endpoint: str, body: Any) -> None:
        """Count a request for the account that its *body* names, whether or not there is one.

        Whoever is over the limit of their own address takes nothing from the others, and whoever is over that of all
        nothing from the account. Raises TooManyRequests.
        """
        if not isinstance(limit, Limits):
            return
        account, token = limit.account_of(body), sent_device_token(request.environ)
        device = self._known_device(account, token) if account and token else None
        if device is not None:
            self._spend(limit.account_and_address, endpoint, f"account {account} on {device}")
            return
        if limit.everyone:
            self._spend(limit.everyone, endpoint, "everyone")
        if account is not None:
            self._spend(limit.account_and_address, endpoint, f"account {account} at {_here()}")
            self._spend(limit.account, endpoint, f"account {account}")

    def _spend(self, limit: str, endpoint: str, who: str) -> None:
        allowed = _parsed(limit)
        counted = self._counter.count(allowed, self._digest(f"{endpoint} {who}"))
        _tell(allowed, counted)
        if not counted.allowed:
            raise TooManyRequests(headers={"Retry-After": str(max(1, math.ceil(counted.resets_in)))})

    def _digest(self, text: str) -> str:
        """What is kept of names and addresses, in Redis too: they can be counted by it, but not read."""
        return keyed_digest(text, key=self._key).hex()[:32]


def rate_limit_headers(environ: dict[str, Any]) -> list[tuple[str, str]]:
    """What an answer tells of the limit that is nearest to its end (draft-ietf-httpapi-ratelimit-headers-06)."""
    told: tuple[RateLimitItem, Counted] | None = environ.get(_TOLD)
    if told is None:
        return []
    allowed, counted = told
    return [
        ("RateLimit-Limit", str(allowed.amount)),
        ("RateLimit-Remaining", str(counted.remaining)),
        ("RateLimit-Reset", str(max(0, math.ceil(counted.resets_in)))),
        ("RateLimit-Policy", f"{allowed.amount};w={allowed.get_expiry()}"),
    ]


def longest_wait(environ: dict[str, Any]) -> int:
    """Seconds until there is room in the limits of this request, if it has used up one of them; else 0."""
    told: tuple[RateLimitItem, Counted] | None = environ.get(_TOLD)
    return 0 if told is None or told[1].remaining else max(0, math.ceil(told[1].resets_in))


def _tell(allowed: RateLimitItem, counted: Counted) -> None:
    told: tuple[RateLimitItem, Counted] | None = request.environ.get(_TOLD)
    if told is None or counted.remaining < told[1].remaining or not counted.allowed:
        request.environ[_TOLD] = (allowed, counted)


def _here() -> str:
    """The address that asks; of IPv6 the network, for one household has 2^64 of them."""
    return _household(client_address(request.environ))


@lru_cache(maxsize=4096)
def _household(address: str) -> str:
    parsed = parse_address(address)
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else address


_parsed = lru_cache(maxsize=256)(parse)
