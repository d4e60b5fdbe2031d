"""Examination of secrets that others may guess."""

from collections.abc import Iterator

from gatepost.database.address import DatabaseAddress, database_address
from gatepost.doctor.finding import Finding
from gatepost.server_addresses import is_loopback
from gatepost.settings import Settings
from gatepost.settings.secret_key import weakness

_COMMON = frozenset(
    {"password", "secret", "changeme", "root", "admin", "postgres", "mysql", "mariadb", "test", "123456"}
)


def examine_secrets(settings: Settings) -> Iterator[Finding]:
    """The findings on SECRET_KEY and on the password of the database (ASVS 13.2.3)."""
    if problem := weakness(settings.secret_key):
        remedy = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        yield Finding("SECRET_KEY", f"{problem}.", remedy)
    address = database_address(settings)
    if address.hosts and _has_no_secret(address):
        yield Finding(
            "SQLALCHEMY_DATABASE_URI",
            "the database's password is empty, or one that everybody tries first.",
            "Give its user a password made by chance.",
        )


def _has_no_secret(address: DatabaseAddress) -> bool:
    password = str(address.url.password or "")
    if not password:  # on this machine the system may authenticate its users
        return not all(is_loopback(host.name) for host in address.hosts)
    return password.lower() in _COMMON | {str(address.url.username).lower()}
