"""What others can reach, and by what address."""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from gatepost.doctor.finding import Finding
from gatepost.settings import Settings


def examine_exposure(settings: Settings) -> Iterator[Finding]:
    """Debugging, the public address, and proxies that are trusted without reason."""
    if settings.debug:
        yield Finding("DEBUG", "it is on, and shows how the service is made.", "Unset it.")
    if settings.public_url is None:
        yield Finding(
            "GATEPOST_PUBLIC_URL",
            "it is not set: tokens name an address that clients may not reach, and so do links in messages.",
            "Set the address at which clients reach the service, such as https://accounts.example.org.",
        )
    elif not settings.public_url.startswith("https://") and not _is_local(settings.public_url):
        yield Finding(
            "GATEPOST_PUBLIC_URL",
            "passwords and tokens would cross the network unencrypted.",
            "Put a proxy with TLS in front, and name its address with https://.",
        )
    for name in settings.trusted_proxies:
        if ip_network(name).prefixlen == 0:
            yield Finding(
                "GATEPOST_TRUSTED_PROXIES",
                f"{name} is everybody: anyone could choose the address that they are known and limited by.",
                "Name the addresses of your proxies.",
            )


def _is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
