"""Settings: the policies of the two modes, secrets, the service's place, and sessions."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from gatepost.settings.types import Audiences, Domains, Duration, Names, Region, ReturnTo, Url, by_mode, fixed, secret

_LOCAL = re.compile(r"http://([a-z0-9.-]+\.)?(localhost|127\.[0-9.]+|\[::1\])(:|$)")
_TEN_YEARS = timedelta(days=3650)  # longer ones would leave the calendar


class PolicySettings(BaseModel):
    """The mode, the policies, and the place of the service."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # only the last of the chain is built

    mode: Literal["development", "production"] = fixed("development", "column of defaults")

    # Policies, chosen by the mode.
    activation: Literal["mobile", "code"] = by_mode(
        "mobile", "code", "how an account becomes active: by the mobile number alone, or by a one-time code sent to it"
    )
    password_min_length: int = by_mode(
        8, 15, "shortest password, in characters (NIST SP 800-63B-4: 15 where it is the only factor)", ge=8, le=64
    )
    password_blocklist: bool = by_mode(
        False, True, "refuse the 30,000 most common passwords, the user's own identifiers and this service's names"
    )
    user_directory: Literal["everyone", "self"] = by_mode(
        "everyone",
        "self",
        "users that a plain user sees in GET /user and GET /user/<uuid>; with users:read one sees all",
    )
    limits: bool = by_mode(False, True, "rate limits of the endpoints, by user, or by address if nobody is signed in")
    limits_shared: bool = fixed(
        False, "count small limits in the database even with one worker: for several machines without Redis"
    )
    redis_url: str | None = secret(
        None, "redis://, rediss:// or unix:// address of a Redis or Valkey in which limits are counted"
    )
    private_network: bool = fixed(
        False,
        "nobody else can read the network to the database and Redis, such as an encrypted overlay: they need no TLS",
    )
    change_proof: bool = by_mode(
        False, True, "a changed mobile number or e-mail address must be verified before it counts"
    )
    reauthentication: bool = by_mode(
        False,
        True,
        "deleting the account, changing its mobile or e-mail and ending other sessions need a recent log-in",
    )
    second_factor: Literal["optional", "required", "administrators"] = fixed(
        "optional",
        "users that must have a second factor: those who want one, all, or administrators; they can do nothing else"
        " before they have enrolled one",
    )
    trusted_device: Duration = fixed(
        timedelta(0),
        "how long a device on which a user has proven a second factor, and asked for it, is trusted without; 0: never",
        le=timedelta(days=90),
    )
    lost_factor_wait: Duration = fixed(
        timedelta(hours=72),
        "how long a lost second factor waits before all factors are removed, while its user can object; 0: never",
        le=timedelta(days=90),
    )
    registration_answer: Literal["public", "private"] = fixed(
        "public",
        "public names a taken username, mobile number or e-mail address; private answers 202 whatever is taken: "
        "it hides numbers and addresses, not usernames, with ACTIVATION=code, CHANGE_PROOF=on, USER_DIRECTORY=self",
    )
    sign_up: Literal["open", "closed", "invited"] = fixed(
        "open", "who may register: everybody, nobody, or those who are invited (POST /admin/invitations)"
    )
    email_domains: Domains = fixed((), "domains of new e-mail addresses, such as example.org,*.example.org; unset: all")
    email_domains_refused: Domains = fixed((), "domains that no new e-mail address may have")
    email_disposable: Literal["accepted", "refused"] = fixed(
        "accepted", "new e-mail addresses at providers of throwaway mailboxes, by the list that ships"
    )
    phone_region: Region = by_mode(
        "bare",
        "international",
        "how numbers without + are read: bare (7 to 15 digits as they are), international (refused), or a country",
    )

    # Secrets, and names from the founding document.
    secret_key: str = secret("", "at least 32 bytes in production; in development one is generated in the data folder")
    salt_key: str = secret("", "only verifies password hashes (md5) adopted from an older database")
    debug: bool = fixed(False, "reload on change under python app.py; refused in production")
    sqlalchemy_database_uri: str = secret("", "mysql://, postgresql:// or sqlite://; unset: SQLite in the data folder")
    sqlalchemy_track_modifications: bool = fixed(False, "accepted for the founding document's .env; has no effect")
    host: str = fixed("127.0.0.1", "address to listen on", min_length=1)
    port: int = fixed(8087, "port to listen on", ge=0, le=65535)

    # Where the service lives.
    instance: Path = fixed(Path("instance"), "the data folder")
    public_url: Url | None = fixed(None, "address of the service for clients; issuer of its tokens")
    audience: str | None = fixed(None, "aud of access tokens; unset: the same as their issuer")
    audiences: Audiences = fixed(
        (), "names or addresses of other services: a log-in may ask that its access tokens are for one of them alone"
    )
    link_url: Url | None = fixed(None, "page of your app for the links in messages; unset: Gatepost's own /link")
    app_url: Url | None = fixed(None, "your app, to which Gatepost's own /link leads people when they are done")
    trusted_proxies: Names = fixed(
        (), "addresses or networks of the proxies whose X-Forwarded-For is trusted; unix: connections by a socket file"
    )
    cors_origins: Names = fixed((), "origins whose pages may call the API from a browser, such as https://app.example")
    account_pages: bool = fixed(True, "pages for people at /account: sign in, register, manage one's account")
    console: bool = fixed(True, "pages for the support and administrators at /admin/console")
    browser_origins: Names = fixed(
        (),
        "origins whose pages may have sessions in cookies, such as https://app.example.org; of the same site as this"
        " service, whose own origin may always. They need not be in CORS_ORIGINS",
    )
    protected_origins: Names = fixed(
        (),
        "origins of applications whose proxy asks GET /forward-auth, such as https://app.example.org: people who open"
        " one in a browser sign in here and come back",
    )
    protected_lifetime: Duration = fixed(
        timedelta(hours=8),
        "how long a browser may keep its cookie of a protected origin; then it comes by here again, which nobody sees"
        " while the session lasts",
        ge=timedelta(minutes=1),
    )
    return_to: ReturnTo = fixed(
        (),
        "where the account pages may lead people back to (next=): origins, or origins with a path, and all below",
    )
    docs: bool = fixed(True, "serve the interactive documentation at /docs")

    # Sessions.
    access_token_lifetime: Duration = fixed(
        timedelta(minutes=15), "lifetime of an access token; each request checks its session anyway"
    )
    session_idle: Duration = fixed(timedelta(days=14), "an unused session ends after this time", le=_TEN_YEARS)
    session_lifetime: Duration = fixed(
        timedelta(days=30),
        "every session ends after this time (NIST AAL1); a shorter one counts for sessions that exist",
        le=_TEN_YEARS,
    )
    tell_of_impersonation: bool = fixed(
        True, "a user gets a message when staff begin to act as them; the session is listed to them anyway"
    )
    refresh_grace: Duration = fixed(
        timedelta(seconds=10), "how long a refresh token whose successor was used still gets the newest one (tabs)"
    )
    sessions_per_user: int = fixed(
        100,
        "live sessions of one user; one more ends the least recently used one. 0: no limit",
        ge=0,
        le=100_000,
    )
    personal_tokens_per_user: int = fixed(
        50, "personal access tokens of one user; 0: nobody makes any, and those that exist are refused", ge=0, le=1000
    )
    personal_token_lifetime: Duration = fixed(
        timedelta(days=366),
        "longest lifetime of a personal access token; a shorter one counts for tokens that exist",
        ge=timedelta(days=1),
        le=_TEN_YEARS,
    )
    session_kept: Duration = fixed(timedelta(days=1), "how long the row of an ended session is kept")
    audit_kept: Duration = fixed(timedelta(days=400), "how long a line of the audit record is kept")
    recent: Duration = fixed(timedelta(minutes=5), "how old a log-in may be for requests that need a recent one")

    @field_validator("cors_origins", "browser_origins", "protected_origins")
    @classmethod
    def _named_one_by_one(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not re.fullmatch(r"https?://[a-z0-9.\[\]:-]+", origin):
                raise ValueError("name each origin as browsers do, such as https://app.example; not * and no path")
        return value

    @field_validator("protected_origins")
    @classmethod
    def _beside_this_service(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """An application on our own host could act as its users here: browsers send cookies to every port of a host.

        A cookie crosses no network unencrypted.
        """
        own = str(info.data.get("public_url") or "")
        for origin in value:
            if own and _host(origin) == _host(own):
                raise ValueError("give the application a host of its own, not that of GATEPOST_PUBLIC_URL")
            if not (own.startswith("https://") if origin.startswith("https://") else _LOCAL.match(origin)):
                raise ValueError("name https:// origins, with GATEPOST_PUBLIC_URL on https://, too; or localhost")
            if _LOCAL.match(origin) and own.startswith("https://"):
                raise ValueError("name https:// origins, because GATEPOST_PUBLIC_URL is on https://")
        return value


def _host(url: str) -> str:
    """The host of an address, in lower case."""
    return (urlsplit(url).hostname or "").rstrip(".")
