"""How settings are declared, and how their values are written. An error never repeats the value: it may be a secret."""

import re
from base64 import b64decode
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.fields import FieldInfo

from gatepost.server_addresses import ascii_host, http_address, mailbox, smtp_server
from gatepost.text import is_name, trimmed

AUDIENCE_MAX = 255  # characters of each name in AUDIENCES
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _duration(value: Any) -> Any:
    """``90s``, ``15m``, ``12h`` and ``30d`` are seconds, minutes, hours and days. Only ``0`` needs no unit."""
    if isinstance(value, str):
        match = re.fullmatch(r"([0-9]{1,9})([smhd]?)", value.strip())
        if match is None:
            raise ValueError("give a time such as 90s, 15m, 12h or 30d")
        if not match[2] and int(match[1]):
            raise ValueError("give a unit too, such as 90s, 15m, 12h or 30d: seconds, minutes, hours or days")
        return timedelta(**{_UNITS[match[2] or "s"]: int(match[1])})
    return value


def _region(value: str) -> str:
    if value not in ("bare", "international") and not re.fullmatch("[A-Z]{2}", value):
        raise ValueError("give bare, international, or a country such as BD or DE")
    return value


def _addresses(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _countries(value: tuple[str, ...]) -> tuple[str, ...]:
    if value:
        from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415  its tables are late

        if unknown := set(value) - SUPPORTED_REGIONS - {"001"}:
            raise ValueError(f"{', '.join(sorted(unknown))[:80]}: give countries such as BD or DE, or 001")
    return value


def _audiences(value: tuple[str, ...]) -> tuple[str, ...]:
    if not all(re.fullmatch(f"[!-~]{{1,{AUDIENCE_MAX}}}", each) for each in value):
        raise ValueError("give names or addresses such as https://shop.example, without blanks")
    return value


def _domains(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"*.{_domain(name[2:])}" if name.startswith("*.") else _domain(name) for name in value)


def _domain(name: str) -> str:
    """In the form in which the domain of an address is stored. Raises ValueError."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  its tables are late

    try:
        return validate_email(f"a@{name}", check_deliverability=False).domain
    except EmailNotValidError:
        raise ValueError("give domains such as example.org, or *.example.org for all below one") from None


def _places(value: tuple[str, ...]) -> tuple[str, ...]:
    """Origins, perhaps with a path; http only on this machine. Without a slash at the end."""
    https = r"https://[a-z0-9.-]+(:[0-9]{1,5})?"
    here = r"http://(localhost|[a-z0-9-]+\.localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?"
    for url in value:
        if not re.fullmatch(rf"({https}|{here})(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?", url):
            raise ValueError("give origins such as https://app.example.org, or with a path https://example.org/shop")
    return tuple(url.rstrip("/") for url in value)


def _address_of_service(value: str) -> str:
    """Browsers name a host in ASCII, in the header Origin and for passkeys."""
    match = re.fullmatch(r"(https?://)([^\s/?#@]+)((?:/[^\s?#]*)?)", value)
    if match is None:
        raise ValueError("give an address such as https://accounts.example.org")
    scheme, place, path = match.groups()
    if not place.isascii():
        host, colon, port = place.partition(":")
        try:
            place = f"{ascii_host(host)}{colon}{port}"
        except UnicodeError:
            raise ValueError("its name is none of a host") from None
    return f"{scheme}{place}{path}".rstrip("/")


def _locale(value: str) -> str:
    if not re.fullmatch("[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8})*", value):
        raise ValueError("give a language such as en, bn or pt-BR")
    return value.replace("_", "-")


def _service_name(value: str) -> str:
    if not is_name(value):
        raise ValueError("give a name on one line")
    return trimmed(value)


def _smtp(value: str) -> str:
    smtp_server(value)
    return value


def _http(value: str) -> str:
    http_address(value)
    return value


def _mailbox(value: str) -> str:
    mailbox(value)
    return value


def _signing_secret(value: str) -> str:
    if value.startswith("whsec_"):
        try:
            b64decode(value.removeprefix("whsec_"), validate=True)
        except ValueError:
            raise ValueError("what follows whsec_ is not base64") from None
    return value


def _token(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", value):  # RFC 6750 section 2.1
        raise ValueError("use letters, digits and . _ ~ + / - only")
    return value


def _twilio_account(value: str) -> str:
    if not re.fullmatch(r"AC[0-9a-fA-F]{32}", value):
        raise ValueError("give the account's SID: AC and 32 hexadecimal digits")
    return value


def _twilio_sender(value: str) -> str:
    if not re.fullmatch(r"\+[0-9]{5,15}|MG[0-9a-fA-F]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}", value):
        raise ValueError("give a number such as +15005550006, a sender name of up to 11 letters and digits, or MG…")
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Region = Annotated[str, AfterValidator(_region)]
Url = Annotated[str, AfterValidator(_address_of_service)]
Names = Annotated[tuple[str, ...], BeforeValidator(_addresses)]
Audiences = Annotated[tuple[str, ...], BeforeValidator(_addresses), AfterValidator(_audiences)]
Countries = Annotated[tuple[str, ...], BeforeValidator(_addresses), AfterValidator(_countries)]
Domains = Annotated[tuple[str, ...], BeforeValidator(_addresses), AfterValidator(_domains)]
ReturnTo = Annotated[tuple[str, ...], BeforeValidator(_addresses), AfterValidator(_places)]
ServiceName = Annotated[str, AfterValidator(_service_name)]
Locale = Annotated[str, AfterValidator(_locale)]
SmtpUrl = Annotated[str, AfterValidator(_smtp)]
HttpUrl = Annotated[str, AfterValidator(_http)]
MailboxText = Annotated[str, AfterValidator(_mailbox)]
SigningSecret = Annotated[str, AfterValidator(_signing_secret)]
Token = Annotated[str, AfterValidator(_token)]
TwilioAccount = Annotated[str, AfterValidator(_twilio_account)]
TwilioSender = Annotated[str, AfterValidator(_twilio_sender)]


def by_mode(development: Any, production: Any, why: str, **more: Any) -> Any:
    """A setting whose default depends on the mode."""
    return Field(development, description=why, json_schema_extra={"production": production}, **more)


def fixed(default: Any, why: str, **more: Any) -> Any:
    """A setting with one default."""
    return Field(default, description=why, **more)


def secret(default: Any, why: str, **more: Any) -> Any:
    """A setting with one default that may contain a secret: it is never shown."""
    return Field(default, description=why, repr=False, **more)


def is_secret(field: FieldInfo) -> bool:
    """Whether *field* was declared by :func:`secret`."""
    return field.repr is False
