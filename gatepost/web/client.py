"""Which program is at the other end, and at which address."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from flask import request

from gatepost.caller import Client
from gatepost.settings import BadSettings, settings

_USER_AGENT_MAX = 255
_LANGUAGES_MAX = 255


def client() -> Client:
    """The client of the present request."""
    agent = request.environ.get("HTTP_USER_AGENT", "")
    languages = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return Client(
        address=client_address(request.environ),
        user_agent=_printable(agent)[:_USER_AGENT_MAX],
        languages=_printable(languages)[:_LANGUAGES_MAX],
    )


def client_address(environ: dict[str, Any]) -> str:
    """The client's address: the peer, or what trusted proxies say of it, read from right to left (ASVS 4.1.3)."""
    address = str(environ.get("REMOTE_ADDR") or "")
    if not settings.trusted_proxies:
        return address[:45]
    hops = [hop.strip() for hop in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
    while hops and _is_trusted(address, settings.trusted_proxies):
        try:
            address = str(ip_address(hops.pop()))
        except ValueError:
            break
    return address[:45]


@lru_cache(maxsize=4)
def trusted_networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of TRUSTED_PROXIES. Raises BadSettings."""
    try:
        return tuple(ip_network(name) for name in names)
    except ValueError as error:
        raise BadSettings(f"GATEPOST_TRUSTED_PROXIES: {error}") from None


def _is_trusted(address: str, names: tuple[str, ...]) -> bool:
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    return any(peer in network for network in trusted_networks(names))


def _printable(text: str) -> str:
    """Header text as it may be stored and shown: no control characters, no halves of characters."""
    decoded = text.encode("latin-1", "replace").decode("utf-8", "replace")
    return "".join(character for character in decoded if character.isprintable())
