"""Lines for the console on the inbox. They never contain a code."""

from collections.abc import Iterator

from gatepost.server_addresses import is_loopback
from gatepost.settings import Settings


def announce_inbox(settings: Settings) -> Iterator[str]:
    """The address of the inbox, and a warning if others can reach it; no lines if it is off."""
    if settings.dev_inbox:
        yield f"messages appear at {settings.bound_address}/dev/inbox"
        if not is_loopback(settings.host):
            yield f"warning: anyone who reaches {settings.host} can read them there; GATEPOST_DEV_INBOX=off ends that"
