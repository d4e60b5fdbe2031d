"""Settings: other providers that users may log in with."""

import json
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from gatepost.server_addresses import http_address
from gatepost.settings.observation import ObservationSettings
from gatepost.settings.signing_key import check_signing_key
from gatepost.settings.types import Names, fixed, secret

_PRESETS = {
    "google": "https://accounts.google.com",
    "apple": "https://appleid.apple.com",
    "microsoft": "https://login.microsoftonline.com/{tenant}/v2.0",
    "gitlab": "https://gitlab.com",
    "github": "https://github.com",
}
_SCOPES = {  # Apple knows no other; we keep no names of people
    "apple": "openid email",
    "github": "read:user user:email",
}
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_RETURN_URL = re.compile(r"[a-z][a-z0-9+.-]*:/[!-~]+")

Preset = Literal["google", "apple", "microsoft", "gitlab", "github"]


class Provider(BaseModel):
    """A provider: a preset, or any issuer of OpenID Connect."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")
    preset: Preset | None = None
    issuer: str = ""
    tenant: str = Field("", pattern=f"^({_UUID})?$")
    client_id: str = Field(pattern=r"^[ -~]{1,255}$")
    client_secret: str = Field("", repr=False, pattern=r"^[ -~]*$")
    client_secret_file: Path | None = None
    key: str = Field("", repr=False)
    key_file: Path | None = None
    key_id: str = Field("", pattern=r"^[ -~]{0,255}$")
    team_id: str = Field("", pattern=r"^[ -~]{0,255}$")
    response_mode: Literal["query", "form_post"] = "query"
    native_client_ids: tuple[str, ...] = ()
    scopes: str = Field("", pattern=r"^[!-~]*( [!-~]+)*$")
    private: bool = False

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, given: Any) -> Any:
        """A name of a preset chooses it, and a preset knows its issuer and its scopes."""
        if not isinstance(given, dict):
            raise ValueError('write each as {"name": "google", "client_id": …}')  # noqa: TRY004  pydantic takes this one
        filled, name = dict(given), given.get("name")
        if "issuer" not in filled and name in _PRESETS:
            filled.setdefault("preset", name)
        preset = filled.get("preset")
        if preset == "microsoft" and not filled.get("tenant"):
            raise ValueError("tenant: give the id of your tenant, a UUID, because each tenant is an issuer of its own")
        filled.setdefault("issuer", _PRESETS.get(str(preset), "").format(tenant=filled.get("tenant", "")))
        filled.setdefault("scopes", _SCOPES.get(str(preset), "openid email profile"))
        filled.setdefault("response_mode", "form_post" if preset == "apple" else "query")
        return filled

    @model_validator(mode="after")
    def _check(self) -> "Provider":
        try:
            parts = http_address(self.issuer)
        except ValueError as error:
            raise ValueError(f"issuer: {error}") from None
        if parts.query:
            raise ValueError("issuer: no question mark can stand in this address")
        if self.client_secret and self.client_secret_file:
            raise ValueError("client_secret and client_secret_file are both set. Leave one of them out")
        if self.preset == "github" and self.response_mode != "query":
            raise ValueError("response_mode: GitHub knows none")
        self._check_key()
        if self.preset != "github" and "openid" not in self.scopes.split():
            raise ValueError("scopes: openid has to be among them")
        return self

    def _check_key(self) -> None:
        """A key makes the client secret, so it takes the place of one."""
        if self.key and self.key_file:
            raise ValueError("key and key_file are both set. Leave one of them out")
        has_key = bool(self.key or self.key_file)
        if has_key and (self.client_secret or self.client_secret_file):
            raise ValueError("key: it makes the client secret, so leave client_secret out")
        if has_key != bool(self.key_id) or has_key != bool(self.team_id):
            raise ValueError("key_file, key_id and team_id: give all of them, or none")
        if self.key:
            check_signing_key(self.key)

    @property
    def logs_in_browsers(self) -> bool:
        """Whether a browser can log in with it. Apple gives no tokens without a secret, but to its own apps."""
        return self.preset != "apple" or bool(self.client_secret or self.key)

    @property
    def issuers(self) -> tuple[str, ...]:
        """As its ID tokens write the issuer. Google does so in two ways, and says so."""
        if self.preset == "google":
            return self.issuer, self.issuer.partition("://")[2]
        return (self.issuer,)

    @property
    def issuer_in_answers(self) -> str:
        """As it names itself to a browser that it sends back (RFC 9207)."""
        return self.issuer if self.by_openid else f"{self.issuer}/login/oauth"

    @property
    def by_openid(self) -> bool:
        """Whether it is a provider of OpenID Connect; GitHub has OAuth 2.0 and an API of its own."""
        return self.preset != "github"


def _read_providers(value: Any) -> Any:
    """From JSON. An error never repeats the value, because it may hold secrets."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise ValueError("this is not JSON; docs/providers.md shows how it is written") from None
    if not isinstance(value, list | tuple):
        raise ValueError(  # noqa: TRY004  pydantic takes this one
            "give a list of providers; docs/providers.md shows how it is written"
        )
    found = tuple(_read_provider(place, each) for place, each in enumerate(value, 1))
    if len({each.name for each in found}) < len(found):
        raise ValueError("two providers have the same name")
    return found


def _read_provider(place: int, value: Any) -> Provider:
    if isinstance(value, Provider):
        return value
    try:
        return Provider.model_validate(value)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(map(str, problem["loc"]))
        said = problem["msg"].removeprefix("Value error, ")
        raise ValueError(f"provider {place}: {field}{': ' if field else ''}{said}") from None


def _check_return_urls(value: tuple[str, ...]) -> tuple[str, ...]:
    for url in value:
        scheme, _, rest = url.partition(":")
        named = scheme in ("https", "http") or ("." in scheme and _RETURN_URL.fullmatch(url))
        if not named or re.search(r"[^!-~]|[#\\]", url):
            raise ValueError("give addresses such as https://app.example/signed-in or org.example.app:/signed-in, no #")
        if scheme in ("https", "http") and (not rest.startswith("//") or "@" in http_address(url).netloc):
            raise ValueError("give addresses such as https://app.example/signed-in")
    return value


ReturnUrls = Annotated[Names, AfterValidator(_check_return_urls)]


class ProviderSettings(ObservationSettings):
    """Other providers."""

    # Other providers.
    providers: Annotated[tuple[Provider, ...], BeforeValidator(_read_providers)] = secret(
        (), "providers that users may log in with, as a list in JSON: providers.md"
    )
    return_urls: ReturnUrls = fixed(
        (), "addresses of your app to which a log-in with a provider may return, each exactly as it will be asked for"
    )
