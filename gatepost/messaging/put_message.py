"""Put a message into the outbox: the choice of its language, the link in it, and the entry."""

from datetime import timedelta
from typing import Any

from gatepost.messaging.message import Channel
from gatepost.messaging.templates.language import look_up
from gatepost.messaging.templates.library import FOLDER, library
from gatepost.outbox.put import put
from gatepost.settings import Settings, settings


def put_message(
    name: str,
    *,
    channel: Channel,
    to: str,
    locale: str,
    values: dict[str, Any],
    user_uuid: str | None,
    lifetime: timedelta,
) -> None:
    """Add the message *name* for the address *to*, which expires after *lifetime*."""
    content = {"to": to, "locale": locale, "values": values}
    put(channel, name, content=content, user_uuid=user_uuid, lifetime=lifetime)


def choose_locale(preferred: str | None, accepted: str, *, default: str) -> str:
    """The user's *preferred* language, otherwise the first of *accepted* (Accept-Language), otherwise *default*.

    Only languages that have templates are chosen.
    """
    among = library(settings.instance / FOLDER).locales
    return look_up(preferred, accepted, among=among) or look_up(default, "", among=among) or default


def link(settings: Settings, purpose: str, token: str) -> str:
    """The URL that redeems *token*: a page of the app (``LINK_URL``), otherwise ``/link``; never from a Host header.

    The token stands behind ``#``: browsers send that to no server, so it is in no log and in no ``Referer``.
    """
    page = settings.link_url or f"{settings.issuer}/link"
    return f"{page}#{purpose}:{token}"
