"""Examination of exposure: what others can reach, and by which address."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from gatepost.doctor.finding import Finding
from gatepost.ip_addresses import trusted_networks
from gatepost.settings import Settings

_WIDEST = {4: 8, 6: 16}  # prefix lengths; a private network such as 10.0.0.0/8 may consist of proxies


def examine_exposure(settings: Settings) -> Iterator[Finding]:
    """The findings on debugging, public address, proxies, private answers, CORS origins and limits."""
    if settings.debug:
        yield Finding("DEBUG", "it is on, and shows how the service is made.", "Unset it.")
    if settings.dev_inbox and not is_local(settings.bound_address):
        yield Finding(
            "HOST",
            "others can reach /dev/inbox at this address, and read everybody's codes.",
            "Set it to 127.0.0.1, or GATEPOST_MODE to production.",
        )
    yield from _public_address(settings)
    yield from _proxies(settings)
    yield from _private_answers(settings)
    yield from _origins(settings)
    if settings.metrics_port is not None and not settings.metrics_token and not is_local(f"//{_in_url(settings)}"):
        yield Finding(
            "GATEPOST_METRICS_HOST",
            "others can reach the metrics at this address, and read how busy the service is and which log-ins fail.",
            "Set it to 127.0.0.1, or set GATEPOST_METRICS_TOKEN.",
            grave=False,
        )
    if not settings.limits:
        yield Finding(
            "GATEPOST_LIMITS",
            "off: anyone may try passwords as fast as they can.",
            "Set it to on.",
            grave=False,
        )


def _public_address(settings: Settings) -> Iterator[Finding]:
    if settings.public_url is None:
        yield Finding(
            "GATEPOST_PUBLIC_URL",
            "it is not set: tokens name an address that clients may not reach, and so do links in messages.",
            "Set the address at which clients reach the service, such as https://accounts.example.org.",
        )
    elif not settings.public_url.startswith("https://") and not is_local(settings.public_url):
        yield Finding(
            "GATEPOST_PUBLIC_URL",
            "passwords and tokens would cross the network unencrypted.",
            "Put a proxy with TLS in front, and name its address with https://.",
        )


def _private_answers(settings: Settings) -> Iterator[Finding]:
    """Settings that reveal registered users although REGISTRATION_ANSWER is private."""
    if settings.registration_answer != "private":
        return
    telling = {
        "GATEPOST_ACTIVATION": ("code", settings.activation == "code"),
        "GATEPOST_CHANGE_PROOF": ("on", settings.change_proof),
        "GATEPOST_USER_DIRECTORY": ("self", settings.user_directory == "self"),
    }
    for name, (needed, is_so) in telling.items():
        if not is_so:
            yield Finding(
                name,
                "it tells who is registered, which GATEPOST_REGISTRATION_ANSWER=private is to hide.",
                f"Set it to {needed}, or let registrations be answered publicly.",
            )


def _proxies(settings: Settings) -> Iterator[Finding]:
    for network in trusted_networks(settings.trusted_proxies):
        if network.prefixlen < _WIDEST[network.version]:
            yield Finding(
                "GATEPOST_TRUSTED_PROXIES",
                f"{network} is half the world: anyone could choose the address that they are known and limited by.",
                "Name the addresses of your proxies.",
            )
    if (settings.public_url or "").startswith("https://") and not settings.trusted_proxies:
        yield Finding(
            "GATEPOST_TRUSTED_PROXIES",
            "none is named, but some proxy must be what speaks TLS: all clients count as one, and share its limits.",
            "Name the address by which it comes, such as 127.0.0.1.",
            grave=False,
        )


def _origins(settings: Settings) -> Iterator[Finding]:
    named = {"GATEPOST_CORS_ORIGINS": settings.cors_origins, "GATEPOST_BROWSER_ORIGINS": settings.browser_origins}
    for name, origins in named.items():
        for origin in origins:
            if origin.startswith("http://") and not is_local(origin):
                yield Finding(
                    name,
                    f"{origin} comes unencrypted: anyone on the way can write its pages, and read what they may read.",
                    "Serve that application by https://.",
                )


def _in_url(settings: Settings) -> str:
    return f"[{settings.metrics_host}]" if ":" in settings.metrics_host else settings.metrics_host


def is_local(url: str) -> bool:
    """Whether *url* leads to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
