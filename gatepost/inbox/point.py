"""What the console says of the inbox: where it is. No code is ever told there."""

from collections.abc import Iterator

from gatepost.server_addresses import is_here
from gatepost.settings import Settings


def point_to_inbox(settings: Settings) -> Iterator[str]:
    """Lines for whoever starts the service; none where there is no inbox."""
    if settings.dev_inbox:
        yield f"messages appear at {settings.bound_address}/dev/inbox"
        if not is_here(settings.host):
            yield f"warning: whoever reaches {settings.host} can read them there; GATEPOST_DEV_INBOX=off ends that"
