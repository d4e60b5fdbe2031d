"""The client of a request: its address, user agent, languages and device token."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from gatepost.caller import Client
from gatepost.http.device_cookie import sent_device_token
from gatepost.http.present import present
from gatepost.ip_addresses import UNIX, parse_address, trusted_networks
from gatepost.settings import settings

_USER_AGENT_MAX = 255
_LANGUAGES_MAX = 255
_MOST_HOPS = 32
_LONGEST_CACHED = 100  # characters of X-Forwarded-For: longer ones would fill the memory


def client(**at_log_in: Any) -> Client:
    """The client of the present request. *at_log_in*: more of it (http/cookie_credential.py)."""
    agent = present().get("HTTP_USER_AGENT", "")
    languages = present().get("HTTP_ACCEPT_LANGUAGE", "")
    return Client(
        address=client_address(present()),
        device=sent_device_token(present()),
        user_agent=_printable(agent)[:_USER_AGENT_MAX],
        languages=_printable(languages)[:_LANGUAGES_MAX],
        **at_log_in,
    )


def client_address(environ: dict[str, Any], trusted: tuple[str, ...] | None = None) -> str:
    """The client's address: the peer, or the hop that trusted proxies report, read from right to left (ASVS 4.1.3).

    Each proxy appends its peer on the right; entries left of the first untrusted hop may be forged.
    Only ``X-Forwarded-For`` is read, because with ``Forwarded`` (RFC 7239) beside it a client could choose one.
    *trusted* are the names of the trusted proxies; outside of Flask they have to be given.
    """
    trusted = settings.trusted_proxies if trusted is None else trusted
    peer, forwarded = str(environ.get("REMOTE_ADDR") or ""), str(environ.get("HTTP_X_FORWARDED_FOR", ""))
    find = _find_address if len(forwarded) <= _LONGEST_CACHED else _find_address.__wrapped__
    return find(peer, forwarded, trusted)


def comes_from_proxy(environ: dict[str, Any], trusted: tuple[str, ...]) -> bool:
    """Whether the peer of a request is one of the *trusted* proxies."""
    peer = str(environ.get("REMOTE_ADDR") or "")
    return _is_trusted(parse_address(peer), trusted) if peer else UNIX in trusted


@lru_cache(maxsize=4096)  # a request asks for it twice, for its limit and for its log line
def _find_address(peer: str, forwarded: str, trusted: tuple[str, ...]) -> str:
    parsed = parse_address(peer)
    address = str(parsed) if parsed is not None else peer[:45]
    if not trusted or not (_is_trusted(parsed, trusted) if peer else UNIX in trusted):
        return address
    for hop in reversed(forwarded.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]):
        if not hop.strip():
            continue
        parsed = parse_address(hop.strip())
        if parsed is None:
            break
        address = str(parsed)
        if not _is_trusted(parsed, trusted):
            break
    return address


def _is_trusted(address: IPv4Address | IPv6Address | None, names: tuple[str, ...]) -> bool:
    return address is not None and any(address in network for network in trusted_networks(names))


def _printable(text: str) -> str:
    """Header text that is safe to store and show: no control characters, no incomplete UTF-8."""
    decoded = text.encode("latin-1", "replace").decode("utf-8", "replace")
    return "".join(character for character in decoded if character.isprintable())
