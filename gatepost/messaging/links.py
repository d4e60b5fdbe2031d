"""The links in messages."""

from gatepost.settings import Settings


def link(settings: Settings, purpose: str, token: str) -> str:
    """The URL that redeems *token*: a page of the app (``LINK_URL``), otherwise ``/link``; never from a Host header.

    The token stands behind ``#``: browsers send that to no server, so it is in no log and in no ``Referer``.
    """
    page = settings.link_url or f"{settings.issuer}/link"
    return f"{page}#{purpose}:{token}"
