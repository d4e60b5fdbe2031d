"""Which addresses of the network we call on behalf of others: public ones, unless the settings allow private ones."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: a gateway leads on to the IPv4 address in the last 32 bits
_UNICAST = IPv6Network("2000::/3")  # all that IANA gives to anybody; outside are gateways and what was given up
_OF_NOBODY = (
    IPv4Network("192.0.0.0/24"),  # IETF protocols; a cloud tells its machines' secrets at 192.0.0.192
    IPv4Network("168.63.129.16/32"),  # the same of another cloud, in a network that is public elsewhere
    IPv4Network("192.88.99.0/24"),  # gateways to 6to4, given up (RFC 7526)
    IPv6Network("3fff::/20"),  # documentation (RFC 9637)
)
"""Networks that are special, and that older versions of Python take for global."""


def is_public(address: str) -> bool:
    """Whether *address* is one of the Internet, also by the IPv4 address that an IPv6 one carries."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _is_global(parsed) and all(map(_is_global, _carried(parsed)))


def is_any(_address: str) -> bool:
    """True: the server may be in a private network, because the settings say so."""
    return True


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _UNICAST and address not in _NAT64:
        return False
    return address.is_global and not address.is_multicast and not any(address in each for each in _OF_NOBODY)


def _carried(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    found = [address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]
