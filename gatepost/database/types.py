"""Column types that keep and compare the same values on every engine."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.dialects.mysql import DATETIME, VARCHAR
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC in Python, to the microsecond on every engine. Raises ValueError for a naive time."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name in ("mysql", "mariadb"):
            return dialect.type_descriptor(DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def Ascii(length: int) -> String:
    """A column for identifiers, digests and codes, which are compared byte for byte, never by a collation."""
    exact = VARCHAR(length, charset="ascii", collation="ascii_bin")
    return String(length, collation="C").with_variant(exact, "mysql", "mariadb").with_variant(String(length), "sqlite")


def Folded(length: int) -> String:
    """A column for normal forms, whose equality and order are the same on every engine."""
    exact = VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
    return String(length, collation="C").with_variant(exact, "mysql", "mariadb").with_variant(String(length), "sqlite")
