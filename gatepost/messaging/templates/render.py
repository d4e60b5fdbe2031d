"""Rendering of a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog

from gatepost.ip_addresses import parse_address
from gatepost.messaging.message import Channel
from gatepost.messaging.segments import segments
from gatepost.messaging.templates.catalogue import MESSAGES
from gatepost.messaging.templates.library import FOLDER, Library, library
from gatepost.messaging.templates.values import sanitize
from gatepost.server_addresses import ascii_host
from gatepost.settings import Settings, current_settings

log = structlog.get_logger("gatepost.messaging")

_SUBJECT = "Subject: "
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Words:
    """A rendered message. An SMS has neither subject nor HTML."""

    subject: str
    text: str
    html: str | None


class NoSubject(ValueError):
    """The text template of an e-mail does not begin with a subject line and an empty line."""

    def __init__(self) -> None:
        super().__init__('the first line must be "Subject: …", and the second one empty')


def render(
    name: str, *, channel: Channel, locale: str, values: Mapping[str, Any], settings: Settings | None = None
) -> Words:
    """Render the message *name* in *locale*, or in the nearest language. Values are sanitized.

    If a template of the data folder fails, which the check before serving did not see, the shipped one is used.
    """
    settings = settings or current_settings()
    try:
        return render_from(name, library(settings.instance / FOLDER), channel, locale, values, settings)
    except Exception as error:  # a template may fail in any way
        log.error("message.template_failed", message=name, channel=channel, locale=locale, error=type(error).__name__)  # noqa: TRY400  its text may hold values
        return render_from(name, library(None), channel, locale, values, settings)


def render_from(
    name: str, templates: Library, channel: Channel, locale: str, values: Mapping[str, Any], settings: Settings
) -> Words:
    """As :func:`render`, from these *templates*. Raises the error of a template that fails."""
    language, plain, rich = templates.find(name, channel=channel, locale=locale)
    right_to_left = language.partition("-")[0] in _RIGHT_TO_LEFT
    written = {"service": settings.service_name} | {key: values[key] for key in MESSAGES[name] if key in values}
    given = {key: sanitize(key, value, right_to_left=right_to_left) for key, value in written.items()}
    given["lang"] = language
    text = plain.render(given)
    if channel == "sms":
        one_line = " ".join(text.split()).replace("…", "...")  # because … would double the SMS (GSM 03.38)
        return Words("", _bind(one_line, settings, given), None)
    subject, body = _split(text)
    given |= {"subject": subject, "dir": "rtl" if right_to_left else "ltr"}
    return Words(subject, body, None if rich is None else rich.render(given))


def _bind(text: str, settings: Settings, given: Mapping[str, Any]) -> str:
    """*text* with a last line by which phones fill in the code on pages of your service and on no other.

    The format is that of origin-bound one-time codes (WICG). The line is left out where it would cost one more SMS,
    because of a long host or service name: people can type the code.
    """
    host = _host_of_codes(settings) if "code" in given else ""
    bound = f"{text}\n\n@{host} #{given['code']}" if host else text
    return bound if segments(bound) == segments(text) else text


def _host_of_codes(settings: Settings) -> str:
    """The host of the page where people type codes; empty unless browsers can be there by a name and TLS."""
    page = urlsplit(settings.link_url or settings.app_url or settings.public_url or "")
    try:
        host = ascii_host(page.hostname or "")
    except UnicodeError:
        return ""
    named = parse_address(host) is None and "." in host
    return host if page.scheme == "https" and named else ""


def _split(text: str) -> tuple[str, str]:
    head, _, rest = text.partition("\n")
    empty, _, body = rest.partition("\n")
    subject = " ".join(head.removeprefix(_SUBJECT).split())
    if not head.startswith(_SUBJECT) or not subject or empty.strip():
        raise NoSubject
    return subject, f"{body.strip()}\n"
