"""IP addresses in a normal form, and the networks of trusted proxies."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from gatepost.settings import BadSettings

UNIX = "unix"  # the name in TRUSTED_PROXIES for the peer of a Unix socket
_LONGEST = 64  # an address with brackets, zone and port


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """The address in its normal form; None if *text* is no address.

    ``::ffff:192.0.2.1`` is 192.0.2.1; port and zone are removed.
    """
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
