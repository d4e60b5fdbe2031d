"""Fetch the issuer's keys by one GET, by rules that keep a broken or false server from doing harm."""

import ipaddress
import json
import re
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit

from .refusals import KeysUnavailable

_MOST_BYTES = 64 * 1024
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,18})", re.IGNORECASE)


class Fetched(NamedTuple):
    """The issuer's answer, and for how many seconds it may be kept (None: the issuer does not say)."""

    value: Any
    max_age: int | None


Fetch = Callable[[], Fetched]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Refuse redirects, because the operator of the verifier says where the keys are, and no server does."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def check_address(url: str, *, allow_http: bool) -> None:
    """Check that *url* is https, or http on this machine, or http anywhere with *allow_http*. Raises ValueError."""
    parts = urlsplit(url)
    if not parts.hostname or parts.username is not None or parts.fragment:
        raise ValueError(f"not the address of a key set: {url!r}")
    if parts.scheme != "https" and not (parts.scheme == "http" and (allow_http or _is_here(parts.hostname))):
        raise ValueError(f"keys are fetched by https, or with allow_http=True: {url!r}")


def fetch(url: str, *, timeout: float) -> Fetched:
    """Fetch *url* as JSON, within *timeout* seconds. Raises KeysUnavailable."""
    deadline = time.monotonic() + timeout
    headers = {"Accept": "application/jwk-set+json, application/json", "User-Agent": "gatepost-verify"}
    try:
        request = urllib.request.Request(url, headers=headers)  # noqa: S310  checked
        with _opener().open(request, timeout=timeout) as answer:
            return Fetched(json.loads(_read(answer, deadline)), _max_age(answer.headers))
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        if isinstance(error, HTTPError):
            error.close()
        raise KeysUnavailable(f"the issuer's keys could not be fetched: {type(error).__name__}: {error}") from error


def _opener() -> urllib.request.OpenerDirector:
    """An opener that uses the environment's proxy for https only, because by http a proxy could change the keys."""
    proxies = {scheme: proxy for scheme, proxy in urllib.request.getproxies().items() if scheme == "https"}
    return urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler(proxies))


def _read(answer: Any, deadline: float) -> bytes:
    """Read the body, if it is small and in time. Otherwise a server could send byte after byte for hours."""
    body = b""
    while chunk := answer.read1(_MOST_BYTES):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise ValueError("the answer is too long")
        if time.monotonic() > deadline:
            raise TimeoutError("the answer took too long")
    return body


def _max_age(headers: Any) -> int | None:
    """The seconds that are left of ``max-age``. A cache on the way says in ``Age`` how many have passed (RFC 9111)."""
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    age = headers.get("Age", "").strip()
    return max(0, int(found[1]) - (int(age) if re.fullmatch(r"[0-9]{1,18}", age) else 0)) if found else None


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
