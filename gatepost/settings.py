"""Every setting once: what it decides, its unit, its default in each mode, and why.

A mode is nothing but a column of defaults: no other module asks for it. ``environment.py`` reads the
values; ``docs/settings.md`` is made from this file.
"""

import os
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from flask import current_app
from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from werkzeug.local import LocalProxy

from gatepost.setting_types import (
    Duration,
    HttpUrl,
    Locale,
    MailboxText,
    Names,
    Region,
    ServiceName,
    SigningSecret,
    SmtpUrl,
    TwilioAccount,
    TwilioSender,
    Url,
    by_mode,
    fixed,
    secret,
)

_SHORT_SECRET = 24  # bytes (Standard Webhooks)
_TEN_YEARS = timedelta(days=3650)  # longer ones would leave the calendar


class BadSettings(Exception):
    """The settings cannot be used. Its text says which, why, and what to do."""


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseModel):
    """All that can be chosen. Immutable: a change takes a restart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["development", "production"] = fixed("development", "which column of defaults holds")

    # The policies that the two modes choose for you.
    activation: Literal["mobile", "code"] = by_mode(
        "mobile", "code", "how an account becomes active: by the mobile number alone, or by a one-time code sent to it"
    )
    password_min_length: int = by_mode(
        8, 15, "shortest password, in characters (NIST SP 800-63B-4: 15 where it is the only factor)", ge=8, le=64
    )
    password_blocklist: bool = by_mode(
        False, True, "refuse passwords made of the user's own identifiers or of this service's name"
    )
    user_directory: Literal["everyone", "self"] = by_mode(
        "everyone", "self", "whom a plain user sees in GET /user and GET /user/<uuid>; an administrator sees everyone"
    )
    limits: bool = by_mode(False, True, "rate limits of the endpoints, by user, or by address where none is signed in")
    change_proof: bool = by_mode(False, True, "a changed mobile number or e-mail address counts only once proven")
    reauthentication: bool = by_mode(
        False,
        True,
        "deleting the account, changing its mobile or e-mail and ending other sessions ask for a recent log-in",
    )
    registration_answer: Literal["public", "private"] = fixed(
        "public", "public names a taken username or mobile number; private answers 202 to both"
    )
    phone_region: Region = by_mode(
        "bare",
        "international",
        "how numbers without + are read: bare (7 to 15 digits as they are), international (refused), or a country",
    )

    # Secrets, and what the founding document calls by these names.
    secret_key: str = secret("", "at least 32 bytes in production; in development one is made in the data folder")
    salt_key: str = secret("", "only verifies password hashes (md5) adopted from an older database")
    debug: bool = fixed(False, "reload on change under python app.py; refused in production")
    sqlalchemy_database_uri: str = secret("", "mysql://, postgresql:// or sqlite://; unset: SQLite in the data folder")
    sqlalchemy_track_modifications: bool = fixed(False, "accepted for the founding document's .env; has no effect")
    host: str = fixed("127.0.0.1", "address to listen on", min_length=1)
    port: int = fixed(8087, "port to listen on", ge=0, le=65535)

    # Where the service lives.
    instance: Path = fixed(Path("instance"), "the data folder")
    public_url: Url | None = fixed(None, "address at which clients reach the service; issuer of its tokens")
    audience: str | None = fixed(None, "aud of access tokens; unset: the same as their issuer")
    link_url: Url | None = fixed(None, "page of your app to which the links in messages lead; unset: a page of our own")
    trusted_proxies: Names = fixed((), "addresses or networks of the proxies whose X-Forwarded-For is believed")
    docs: bool = fixed(True, "serve the interactive documentation at /docs")

    # Sessions.
    access_token_lifetime: Duration = fixed(
        timedelta(minutes=15), "how long an access token lasts; its session is asked each time anyway"
    )
    session_idle: Duration = fixed(timedelta(days=14), "a quiet fortnight signs a device out", le=_TEN_YEARS)
    session_lifetime: Duration = fixed(
        timedelta(days=30), "everyone logs in again after this time (NIST AAL1)", le=_TEN_YEARS
    )
    refresh_grace: Duration = fixed(
        timedelta(seconds=10), "a just rotated refresh token gets the same successor for so long (lost answers, tabs)"
    )
    sessions_per_user: int = fixed(
        100,
        "live sessions of one user; one more ends the one that was used least recently. 0: no limit",
        ge=0,
        le=100_000,
    )
    session_kept: Duration = fixed(timedelta(days=1), "how long the row of a session that is over is kept")
    audit_kept: Duration = fixed(timedelta(days=400), "how long a line of the audit record is kept")
    recent: Duration = fixed(timedelta(minutes=5), "how old a log-in may be where a recent one is asked for")

    # Messages.
    service_name: ServiceName = fixed(
        "Gatepost", "what your service is called in messages", min_length=1, max_length=50
    )
    locale: Locale = fixed("en", "language of messages to those of whom none is known that we speak", max_length=35)
    deliver: bool = fixed(True, "send messages while serving; off where `gatepost worker` does")
    outbox_attempts: int = fixed(20, "how often a message is tried before it is given up", ge=1, le=1000)
    outbox_kept: Duration = fixed(timedelta(days=7), "how long a message that was sent or given up stays in its table")
    dev_inbox: bool = by_mode(True, False, "show all messages at /dev/inbox; never in production")

    # Senders of messages.
    smtp_url: SmtpUrl | None = secret(
        None, "mail server: smtp://user:password@host:587 (by STARTTLS) or smtps://… (TLS from the start)"
    )
    mail_from: MailboxText | None = fixed(
        None, "From of e-mails, such as Our Accounts <accounts@example.org>; unset: the user of SMTP_URL, if an address"
    )
    sms_gateway_url: HttpUrl | None = secret(None, "gateway for SMS: gets POST with JSON {to, text, id}; https://…")
    sms_gateway_secret: SigningSecret = secret("", "signs what the gateway gets: text, or whsec_ and base64")
    twilio_account_sid: TwilioAccount | None = fixed(None, "account of Twilio, in place of a gateway for SMS")
    twilio_auth_token: str = secret("", "auth token of that account")
    twilio_from: TwilioSender | None = fixed(None, "number, sender name or messaging service (MG…) that SMS come from")
    twilio_url: HttpUrl = fixed("https://api.twilio.com", "Twilio's API; another for a region or an edge of theirs")
    sender_timeout: Duration = fixed(
        timedelta(seconds=10), "longest time for handing over one message", gt=timedelta(0), le=timedelta(minutes=5)
    )

    # Proofs of addresses.
    code_lifetime: Duration = fixed(
        timedelta(minutes=10), "how long a code is good (NIST: ten minutes at most)", le=timedelta(minutes=10)
    )
    activation_link_lifetime: Duration = fixed(
        timedelta(days=1),
        "how long a link that proves an e-mail address is good (NIST: a day at most)",
        le=timedelta(days=1),
    )
    reset_link_lifetime: Duration = fixed(
        timedelta(minutes=30), "how long a link to a new password is good", le=timedelta(days=1)
    )
    message_interval: Duration = fixed(timedelta(seconds=30), "least time between two proofs sent to one address")
    messages_per_hour: int = fixed(10, "most proofs sent to one address in an hour", ge=1, le=1000)
    undo_lifetime: Duration = fixed(
        timedelta(days=7), "how long the address from before a change can be had back", le=timedelta(days=90)
    )
    unproven_kept: Duration = fixed(
        timedelta(days=7), "how long an address waits to be proven; an account never activated goes with it"
    )
    login_by_code: bool = fixed(True, "let users log in by a code or link instead of their password")

    # Keys that sign tokens.
    signing_algorithm: Literal["EdDSA", "ES256", "RS256"] = fixed(
        "EdDSA",
        "algorithm of the next key; EdDSA is Ed25519 (RFC 8037). A change begins with a new key, after KEY_LEAD",
    )
    key_period: Duration = fixed(timedelta(days=30), "how long a key signs; it verifies for as long again, or longer")
    key_lead: Duration = fixed(
        timedelta(hours=1), "a key is published so long before its first use; below KEY_PERIOD", validate_default=True
    )

    # Passwords (Argon2id; OWASP: 19 MiB, 2 passes, 1 lane).
    argon2_memory: int = fixed(19456, "memory of one hash, KiB", ge=8, le=4194304)
    argon2_passes: int = fixed(2, "passes over the memory", ge=1, le=100)
    argon2_lanes: int = fixed(1, "lanes of one hash", ge=1, le=16)
    hash_slots: int = fixed(0, "hashes at once in one process; 0: processors / workers, at least 1", ge=0, le=256)
    hash_queue: int = fixed(
        16,
        "requests that may wait for a hash in one process, as far as there are threads; one more is answered 503",
        ge=0,
    )

    # Serving.
    workers: int = fixed(1, "server processes", ge=1, le=256)
    threads: int = fixed(4, "request threads of one process", ge=1, le=1024)
    database_timeout: Duration = fixed(timedelta(seconds=5), "longest wait for a connection or a lock, then 503")
    database_pool: int = fixed(8, "most database connections of one kind in one process", ge=1, le=1024)
    upgrade_at_start: bool = by_mode(
        True, False, "bring the tables up to date when the service starts; else refuse to start on old ones"
    )
    log_format: Literal["readable", "json"] = by_mode("readable", "json", "one line for people, or one JSON object")
    log_level: Literal["debug", "info", "warning", "error"] = fixed("info", "the least level that is logged")

    @field_validator("key_lead")
    @classmethod
    def _shorter_than_a_period(cls, value: timedelta, info: ValidationInfo) -> timedelta:
        if value >= info.data.get("key_period", timedelta.max):
            raise ValueError("give a time shorter than GATEPOST_KEY_PERIOD")
        return value

    @property
    def bound_address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @cached_property
    def issuer(self) -> str:
        """``iss``: the public address, else the bound one."""
        return self.public_url or self.bound_address

    @cached_property
    def token_audience(self) -> str:
        return self.audience or self.issuer

    @cached_property
    def hashes_at_once(self) -> int:
        return self.hash_slots or max(1, _processors() // self.workers)

    @property
    def warnings(self) -> list[str]:
        """What the one who starts the service should know."""
        found = []
        if self.activation == "mobile":
            found.append("whoever knows a mobile number can activate its account (GATEPOST_ACTIVATION=mobile)")
        if self.mode == "production" and not self.sqlalchemy_database_uri:
            found.append("SQLALCHEMY_DATABASE_URI is not set; accounts are kept in SQLite in the data folder")
        if 0 < len(self.sms_gateway_secret) < _SHORT_SECRET:
            found.append("GATEPOST_SMS_GATEWAY_SECRET is short: others may guess it; 32 characters are good")
        by_sms = self.sms_gateway_url or self.twilio_account_sid
        for what, sender in (("e-mail (GATEPOST_SMTP_URL)", self.smtp_url), ("SMS (GATEPOST_SMS_GATEWAY_URL)", by_sms)):
            if not (sender or self.dev_inbox):
                found.append(f"no sender for {what} is set up; whom only that reaches gets no codes and no notices")
        return found


def current_settings() -> Settings:
    """The settings of the application that serves the present request."""
    chosen: Settings = current_app.extensions["gatepost"]
    return chosen


if TYPE_CHECKING:
    settings: Settings
else:
    settings = LocalProxy(current_settings)  # reads well; on the hot path ask current_settings() once
