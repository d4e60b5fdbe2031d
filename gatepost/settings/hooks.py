"""Settings: servers of the operator that are asked at registrations and log-ins."""

from datetime import timedelta
from typing import Literal

from pydantic import ValidationInfo, field_validator

from gatepost.settings.providers import ProviderSettings
from gatepost.settings.types import Duration, HttpUrl, SigningSecret, fixed, secret

_LONGEST = timedelta(seconds=30)


class HookSettings(ProviderSettings):
    """A blocking hook, and the log-in of an old system."""

    # Hooks: servers of yours that are asked, and decide.
    hook_secret: SigningSecret = secret("", "key that signs the questions of HOOK_URL: text, or whsec_ and base64")
    hook_url: HttpUrl | None = secret(
        None, "server that is asked before an account is registered and before tokens are issued; https://…"
    )
    hook_timeout: Duration = fixed(timedelta(seconds=2), "longest time until its answer", gt=timedelta(0), le=_LONGEST)
    hook_on_failure: Literal["closed", "open"] = fixed(
        "closed", "when it fails or is late: closed answers 503, open goes on without it"
    )
    legacy_login_secret: SigningSecret = secret(
        "", "key that signs the questions of LEGACY_LOGIN_URL: text, or whsec_ and base64"
    )
    legacy_login_url: HttpUrl | None = secret(
        None, "old system that is asked, once, for the password of a user who has none here yet; https://…"
    )
    legacy_login_timeout: Duration = fixed(
        timedelta(seconds=3), "longest time until its answer", gt=timedelta(0), le=_LONGEST
    )

    @field_validator("hook_url", "legacy_login_url")
    @classmethod
    def _signed(cls, value: str | None, info: ValidationInfo) -> str | None:
        name = str(info.field_name).removesuffix("_url")
        if value is not None and not info.data.get(f"{name}_secret"):
            raise ValueError(f"set GATEPOST_{name.upper()}_SECRET, too: it signs the questions")
        return value
