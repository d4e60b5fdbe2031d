"""The verifier: all rules in their order (RFC 8725, RFC 9068)."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from .claims import check_header, check_log_in, check_names, check_scope, check_times
from .compact import json_object, parse
from .fetch import check_address, fetch
from .key_set import KeySet
from .refusals import InvalidToken


class Verifier:
    """Verifies the access tokens of one issuer. One for the whole process; any thread may use it at any time.

    *issuer* is the public address of Gatepost, letter by letter as it stands in ``iss``; *audience* the ``aud`` that
    is asked for, if Gatepost was given one. The keys are at ``/.well-known/jwks.json`` below the issuer, unless
    *jwks_url* names where they can be reached from here.
    """

    def __init__(  # noqa: PLR0913  all have a default that should do
        self,
        issuer: str,
        audience: str | None = None,
        *,
        jwks_url: str | None = None,
        allow_http: bool = False,  # True: fetch keys over a network that nobody else can write to
        leeway: float = 5,  # seconds by which our clock and the issuer's may differ
        timeout: float = 5,  # seconds that the issuer has for its answer
        floor: float = 10,  # seconds between two requests to the issuer, at the least
        stale: float = 3600,  # seconds that keys serve beyond their time while the issuer cannot be reached
        now: Callable[[], float] = time.time,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        url = f"{issuer.rstrip('/')}/.well-known/jwks.json" if jwks_url is None else jwks_url
        check_address(url, allow_http=allow_http)
        self._issuer = issuer
        self._audience = issuer if audience is None else audience
        self._leeway = leeway
        self._now = now
        self._keys = KeySet(partial(fetch, url, timeout=timeout), floor=floor, stale=stale, stopwatch=stopwatch)

    def verify(self, token: object, *, max_age: float | None = None, scope: str = "") -> dict[str, Any]:
        """Verify *token* and return its claims. If *max_age* is given, its user logged in at most so many seconds ago.

        *scope*: names with blanks between, such as ``audit:read``, all of which the token has to have. *token* may be
        of any type, because it comes from outside. Raises InvalidToken, its subclass ReauthenticationRequired,
        InsufficientScope, KeysUnavailable.
        """
        header, payload, signature, signed = parse(token)
        key = self._keys.get(check_header(header))
        if key is None:
            raise InvalidToken("an unknown key")
        if header["alg"] != key.name or not key.has_signed(signed, signature):
            raise InvalidToken("a signature that is not the issuer's")
        claims = json_object(payload)
        now = self._now()
        check_names(claims, issuer=self._issuer, audience=self._audience)
        check_times(claims, now=now, leeway=self._leeway)
        if max_age is not None:
            check_log_in(claims, max_age=max_age, now=now, leeway=self._leeway)
        if scope:
            check_scope(claims, scope)
        return claims
