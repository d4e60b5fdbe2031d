"""Which program is at the other end, and at which address."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from flask import request

from gatepost.caller import Client
from gatepost.http.device_cookie import sent_device_token
from gatepost.settings import BadSettings, settings

UNIX = "unix"  # how TRUSTED_PROXIES calls the peer of a socket that is a file
_USER_AGENT_MAX = 255
_LANGUAGES_MAX = 255
_LONGEST = 64  # an address with brackets, zone and port
_MOST_HOPS = 32


def client() -> Client:
    """The client of the present request."""
    agent = request.environ.get("HTTP_USER_AGENT", "")
    languages = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return Client(
        address=client_address(request.environ),
        device=sent_device_token(request.environ),
        user_agent=_printable(agent)[:_USER_AGENT_MAX],
        languages=_printable(languages)[:_LANGUAGES_MAX],
    )


def client_address(environ: dict[str, Any]) -> str:
    """The client's address: the peer, or what trusted proxies say of it, read from right to left (ASVS 4.1.3).

    Each proxy adds on the right whom it talked to; what stands left of the first hop that is not trusted may be forged.
    ``X-Forwarded-For`` alone is read: with ``Forwarded`` (RFC 7239) beside it a client could choose between the two.
    """
    peer = str(environ.get("REMOTE_ADDR") or "")
    parsed = parse_address(peer)
    address = str(parsed) if parsed is not None else peer[:45]
    trusted = settings.trusted_proxies
    if not trusted or not (_is_trusted(parsed, trusted) if peer else UNIX in trusted):
        return address
    for hop in reversed(str(environ.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]):
        if not hop.strip():
            continue
        parsed = parse_address(hop.strip())
        if parsed is None:
            break
        address = str(parsed)
        if not _is_trusted(parsed, trusted):
            break
    return address


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """One form for each address: ``::ffff:192.0.2.1`` is 192.0.2.1; ports and zones do not count. None: it is none."""
    return _parsed(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    host, _, port = text.rpartition(":")
    if text.startswith("[") and text.count("]") == 1:
        host, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    elif text.count(":") != 1:
        host, port = text, ""
    if port and not (port.isascii() and port.isdecimal()):
        return None
    try:
        parsed = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed


@lru_cache(maxsize=4)
def trusted_networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of TRUSTED_PROXIES. Raises BadSettings."""
    try:
        return tuple(_network(name) for name in names if name != UNIX)
    except ValueError as error:
        raise BadSettings(f"GATEPOST_TRUSTED_PROXIES: {error}") from None


def _network(name: str) -> IPv4Network | IPv6Network:
    network = ip_network(name)
    if isinstance(network, IPv6Network) and (mapped := network.network_address.ipv4_mapped):
        return IPv4Network((mapped, max(0, network.prefixlen - 96)))
    return network


def _is_trusted(address: IPv4Address | IPv6Address | None, names: tuple[str, ...]) -> bool:
    return address is not None and any(address in network for network in trusted_networks(names))


def _printable(text: str) -> str:
    """Header text as it may be stored and shown: no control characters, no halves of characters."""
    decoded = text.encode("latin-1", "replace").decode("utf-8", "replace")
    return "".join(character for character in decoded if character.isprintable())
