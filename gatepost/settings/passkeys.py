"""Settings: passkeys, and the pages that may use them."""

import re
from urllib.parse import urlsplit

from pydantic import ValidationInfo, field_validator

from gatepost.settings.messages import MessageSettings
from gatepost.settings.types import Names, fixed

_DOMAIN = re.compile(r"(?!\d+(\.\d+){3}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_WEB = re.compile(r"https://[a-z0-9.-]+(:\d{1,5})?|http://localhost(:\d{1,5})?")
_APP = re.compile(r"android:apk-key-hash:[A-Za-z0-9_-]{43}")


class PasskeySettings(MessageSettings):
    """The domain that passkeys belong to, and the pages that may use them."""

    # Passkeys.
    passkeys: bool = fixed(True, "let users add passkeys, and log in with them")
    passkey_rp_id: str | None = fixed(
        None,
        "domain that passkeys belong to, for good: that of PUBLIC_URL (also if unset) or a parent of it, such as"
        " example.org for accounts.example.org",
    )
    passkey_origins: Names = fixed(
        (),
        "origins beside that of PUBLIC_URL whose pages may use passkeys: https://app.example.org, or an Android app's"
        " android:apk-key-hash:…",
    )
    passkey_related_origins: Names = fixed(
        (), "the same for origins of other domains: they are listed at /.well-known/webauthn, where browsers look"
    )
    passkey_upgrades: bool = fixed(
        False, "let pages make a passkey without a question after a log-in by password (mediation=conditional)"
    )

    @field_validator("passkey_rp_id")
    @classmethod
    def _of_public_url(cls, value: str | None, info: ValidationInfo) -> str | None:
        host = urlsplit(info.data.get("public_url") or "").hostname
        if value is not None and not _DOMAIN.fullmatch(value):
            raise ValueError("give a domain in lower case, such as example.org")
        if value is not None and host is not None and not f".{host}".endswith(f".{value}"):
            raise ValueError("give the domain of GATEPOST_PUBLIC_URL, or one above it")
        return value

    @field_validator("passkey_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _each(value, _WEB, _APP)

    @field_validator("passkey_related_origins")
    @classmethod
    def _pages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _each(value, _WEB)


def _each(value: tuple[str, ...], *forms: re.Pattern[str]) -> tuple[str, ...]:
    if not all(any(form.fullmatch(origin) for form in forms) for origin in value):
        raise ValueError("give origins as browsers do, such as https://app.example.org: in lower case, without a path")
    return value
