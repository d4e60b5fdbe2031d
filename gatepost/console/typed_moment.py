"""The moment that somebody typed into a field ``datetime-local``."""

from datetime import UTC, datetime


def typed_moment(text: str) -> datetime | None:
    """The moment in UTC; None for an empty field. Browsers send no zone, which means UTC. Raises ValueError."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
