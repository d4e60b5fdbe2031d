"""Examination of secrets that others may guess."""

from collections.abc import Iterator

from sqlalchemy import URL

from gatepost.database.engines import database_url
from gatepost.doctor.exposure import is_local
from gatepost.doctor.finding import Finding
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
    url = database_url(settings)
    if url.host and _is_no_secret(url):
        yield Finding(
            "SQLALCHEMY_DATABASE_URI",
            "the database's password is empty, or one that everybody tries first.",
            "Give its user a password made by chance.",
        )


def _is_no_secret(url: URL) -> bool:
    password = str(url.password or "")
    if not password:  # on this machine the system may authenticate its users
        return not is_local(f"//{url.host}")
    return password.lower() in _COMMON | {str(url.username).lower()}
