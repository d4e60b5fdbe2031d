"""Rate limits, as endpoints declare them: by requester, by the account named in the body, and global."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_network
from typing import Any, Protocol

from limits import RateLimitItem, parse

from gatepost.crypto import derive_key, keyed_digest
from gatepost.errors import TooManyRequests
from gatepost.http.client import client_address
from gatepost.http.device_cookie import sent_device_token
from gatepost.http.present import present
from gatepost.ip_addresses import parse_address

KnownDevice = Callable[[str, str], str | None]  # (account, device token): the id of the account's device, if it is one


class Counted(Protocol):
    """The result of counting a request. *resets_in*: seconds until more requests are allowed."""

    @property
    def allowed(self) -> bool: ...
    @property
    def remaining(self) -> int: ...
    @property
    def resets_in(self) -> float: ...


class Counter(Protocol):
    """Counts requests; ``throttling/`` has the implementations."""

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        """Count one request of *key* against the limit *allowed*."""

    def is_local(self, allowed: RateLimitItem) -> bool:
        """Whether this limit is counted in this process, which takes no time."""


_NEAREST = "gatepost.ratelimit"  # the limit nearest to its end, for the middleware's headers


@dataclass(frozen=True, slots=True)
class Unlimited:
    """An explicit absence of a limit, with the reason."""

    why: str

    def __str__(self) -> str:
        return "unlimited"


@dataclass(frozen=True, slots=True)
class Limits:
    """Several limits at once; a request counts for each of them until one refuses it.

    *each* is by user or registered client, otherwise by address. *account_of* gives the account that the body names,
    such as ``username:ada`` (None: no account). *account_and_address* is by that account and the address, *account* by
    that account from every address, *everyone* is global. A known device of the account has *account_and_address* of
    its own and counts against none of the others, so that strangers cannot exhaust the limits of the owner.
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

    def count_request(self, limit: "str | Limits | Unlimited", *, endpoint: str, who: str | None) -> None:
        """Count a request of *who* (None: of its address) to *endpoint*, before the body is read.

        Raises TooManyRequests if it exceeds *limit*.
        """
        if not isinstance(limit, Unlimited):
            self._count(limit.each if isinstance(limit, Limits) else limit, endpoint, who or _here())

    def is_local(self, limit: "str | Limits | Unlimited") -> bool:
        """Whether the requests of one requester are counted in this process alone."""
        if isinstance(limit, Unlimited):
            return True
        return self._counter.is_local(_parsed(limit.each if isinstance(limit, Limits) else limit))

    def count_for_account(self, limit: "str | Limits | Unlimited", *, endpoint: str, body: Any) -> None:
        """Count a request for the account that its *body* names, whether or not that account exists.

        A request that exceeds one limit is not counted against the next: an attacker over the limit of their address
        does not use up the limit of the account. Raises TooManyRequests.
        """
        if not isinstance(limit, Limits):
            return
        account, token = limit.account_of(body), sent_device_token(present())
        device = self._known_device(account, token) if account and token else None
        if device is not None:
            self._count(limit.account_and_address, endpoint, f"account {account} on {device}")
            return
        if limit.everyone:
            self._count(limit.everyone, endpoint, "everyone", counts_others=True)
        if account is not None:
            self._count(limit.account_and_address, endpoint, f"account {account} at {_here()}")
            self._count(limit.account, endpoint, f"account {account}", counts_others=True)

    def _count(self, limit: str, endpoint: str, who: str, *, counts_others: bool = False) -> None:
        """Count a request. A limit that *counts_others* is told to a client only when it refuses."""
        allowed = _parsed(limit)
        counted = self._counter.count(allowed, self._digest(f"{endpoint} {who}"))
        if not (counts_others and counted.allowed):
            _keep_nearest(allowed, counted)
        if not counted.allowed:
            raise TooManyRequests(headers={"Retry-After": str(max(1, math.ceil(counted.resets_in)))})

    def _digest(self, text: str) -> str:
        """A keyed digest of names and addresses: counters store only this, in Redis too, so nobody reads them there."""
        return keyed_digest(text, key=self._key).hex()[:32]


def rate_limit_headers(environ: dict[str, Any]) -> list[tuple[str, str]]:
    """The headers for the limit that is nearest to its end (draft-ietf-httpapi-ratelimit-headers-06)."""
    nearest: tuple[RateLimitItem, Counted] | None = environ.get(_NEAREST)
    if nearest is None:
        return []
    allowed, counted = nearest
    return [
        ("RateLimit-Limit", str(allowed.amount)),
        ("RateLimit-Remaining", str(counted.remaining)),
        ("RateLimit-Reset", str(max(0, math.ceil(counted.resets_in)))),
        ("RateLimit-Policy", f"{allowed.amount};w={allowed.get_expiry()}"),
    ]


def longest_wait(environ: dict[str, Any]) -> int:
    """Seconds until an exhausted limit of this request allows more; 0 if none is exhausted."""
    nearest: tuple[RateLimitItem, Counted] | None = environ.get(_NEAREST)
    return 0 if nearest is None or nearest[1].remaining else max(0, math.ceil(nearest[1].resets_in))


def _keep_nearest(allowed: RateLimitItem, counted: Counted) -> None:
    nearest: tuple[RateLimitItem, Counted] | None = present().get(_NEAREST)
    if nearest is None or counted.remaining < nearest[1].remaining or not counted.allowed:
        present()[_NEAREST] = (allowed, counted)


def _here() -> str:
    """The client's address; for IPv6 its /64 network, because one household has 2^64 addresses."""
    return _household(client_address(present()))


@lru_cache(maxsize=4096)
def _household(address: str) -> str:
    parsed = parse_address(address)
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else address


_parsed = lru_cache(maxsize=256)(parse)
