"""The links in messages."""

from gatepost.settings import Settings


def link(settings: Settings, purpose: str, token: str) -> str:
    """Where *token* is used: a page of the app (``LINK_URL``), or our own; never made from a request's Host header.

    The token stands behind ``#``: browsers send that to no server, so it is in no log and in no ``Referer``.
    """
    page = settings.link_url or f"{settings.issuer}/link"
    return f"{page}#{purpose}:{token}"
