"""Put a message into the outbox: the choice of its language, the link in it, and the entry."""

from datetime import timedelta
from typing import Any, Protocol

from gatepost.languages import look_up
from gatepost.messaging.message import Channel, mask_address
from gatepost.messaging.templates.library import FOLDER, library
from gatepost.outbox.put import put
from gatepost.settings import Settings, settings


class HasLocale(Protocol):
    """A user, as far as :func:`locale_of` asks."""

    @property
    def locale(self) -> str | None: ...


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
    put(channel, name, content=content, user_uuid=user_uuid, lifetime=lifetime, masked_to=mask_address(to))


def locale_of(user: HasLocale) -> str:
    """The language of messages to *user*: the remembered one, otherwise that of the service, if there are templates.

    The languages of a request never count, because a stranger may have sent it.
    """
    among = library(settings.instance / FOLDER).locales
    return look_up(user.locale, "", among=among) or look_up(settings.locale, "", among=among) or settings.locale


def locale_to_remember(given: str | None, accepted: str) -> str | None:
    """The language of a new account: *given* if it has templates, otherwise the first of *accepted* that has.

    *accepted* is the header Accept-Language of the registration. Without any match it is *given*.
    """
    return look_up(given, accepted, among=library(settings.instance / FOLDER).locales) or given


def link(settings: Settings, purpose: str, token: str) -> str:
    """The URL that redeems *token*: a page of the app (``LINK_URL``), otherwise ``/link``; never from a Host header.

    The token stands behind ``#``: browsers send that to no server, so it is in no log and in no ``Referer``.
    """
    page = settings.link_url or f"{settings.issuer}/link"
    return f"{page}#{purpose}:{token}"
