"""Examination of the connections to the database and to Redis on other machines (ASVS 12.3.1, 12.3.2)."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from gatepost.database.address import DatabaseAddress, database_address
from gatepost.database.parameters import tls_mode
from gatepost.doctor.finding import Finding
from gatepost.server_addresses import is_loopback
from gatepost.settings import Settings

_OR = "or set GATEPOST_PRIVATE_NETWORK=on if nobody else can read the network between."
_DATABASE, _REDIS = "SQLALCHEMY_DATABASE_URI", "GATEPOST_REDIS_URL"
_VERIFIED = frozenset({"verify-ca", "verify-full", "VERIFY_CA", "VERIFY_IDENTITY"})
_ENCRYPTED = frozenset({"require", "REQUIRED"})
_ADD = {
    "postgresql": "sslmode=verify-full&sslrootcert=/path/of/ca.pem",
    "mysql": "ssl_mode=VERIFY_IDENTITY&ssl_ca=/path/of/ca.pem",
}


def examine_encryption(settings: Settings) -> Iterator[Finding]:
    """The findings on connections without TLS, or to a server that does not prove its name."""
    if settings.private_network:
        return
    address = database_address(settings)
    if remote := [host for host in _hosts(address) if not is_loopback(host)]:
        level = tls_mode(address.parameters) if address.engine == "mysql" else address.parameters.get("sslmode")
        remedy = f"Add {_ADD[address.engine]} to the address, {_OR}"
        yield from _findings(_DATABASE, remote[0], level in _ENCRYPTED | _VERIFIED, level in _VERIFIED, remedy)
    redis = urlsplit(settings.redis_url or "")
    if redis.hostname and not is_loopback(redis.hostname):
        verified = parse_qs(redis.query).get("ssl_cert_reqs", ["required"]) == ["required"]
        remedy = f"Give a rediss:// address without ssl_cert_reqs, {_OR}"
        yield from _findings(_REDIS, redis.hostname, redis.scheme == "rediss", verified, remedy)


def _hosts(address: DatabaseAddress) -> list[str]:
    numbers = address.parameters.get("hostaddr", "")  # libpq connects to these, whatever the names are
    return [host.name for host in address.hosts] if not numbers else numbers.split(",")


def _findings(about: str, host: str, encrypted: bool, verified: bool, remedy: str) -> Iterator[Finding]:
    if not encrypted:
        yield Finding(
            about, f"others on the way to {host} can read what crosses it, because TLS is not required.", remedy
        )
    elif not verified:
        yield Finding(
            about, f"{host} does not prove its name: others on the way can stand in for it.", remedy, grave=False
        )
