"""Every setting, in one place: its meaning, its unit, its default in each mode, and the reason.

A mode is only a column of defaults: no other module reads it. ``environment.py`` reads the values;
``docs/settings.md`` is generated from this folder.
"""

import os
from datetime import timedelta
from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal

from flask import current_app
from pydantic import ConfigDict, ValidationInfo, field_validator
from werkzeug.local import LocalProxy

from gatepost.settings.types import Duration, HttpUrl, by_mode, fixed
from gatepost.settings.webhooks import WebhookSettings

_SHORT_SECRET = 24  # bytes (Standard Webhooks)


class BadSettings(Exception):
    """The settings cannot be used. The text names the setting, the reason and the remedy."""


def is_ip_address(host: str) -> bool:
    """Whether *host* is an address rather than a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(WebhookSettings):
    """All settings. They are immutable: a change needs a restart."""

    model_config = ConfigDict(defer_build=False)

    # Keys that sign tokens.
    signing_algorithm: Literal["EdDSA", "ES256", "RS256"] = fixed(
        "EdDSA",
        "algorithm of the next key; EdDSA is Ed25519 (RFC 8037). A change takes effect with a new key, after KEY_LEAD",
    )
    key_period: Duration = fixed(timedelta(days=30), "how long a key signs; it verifies for as long again, or longer")
    key_lead: Duration = fixed(
        timedelta(hours=1),
        "time between the publication of a key and its first use; below KEY_PERIOD",
        validate_default=True,
    )

    # New passwords.
    password_min_score: int = fixed(0, "least strength by zxcvbn's estimate, 1 to 4; 0: not estimated", ge=0, le=4)
    password_breaches: bool = fixed(
        False, "refuse passwords known from breaches; sends 5 characters of a SHA-1 hash to PASSWORD_BREACHES_URL"
    )
    password_breaches_url: HttpUrl = fixed(
        "https://api.pwnedpasswords.com", "service that answers GET /range/<5 characters>, as Have I Been Pwned does"
    )
    password_history: int = fixed(
        0,
        "former passwords of a user that are refused; 0: only the present one, and none is stored, because NIST"
        " asks for no history",
        ge=0,
        le=24,
    )

    # Passwords (Argon2id; OWASP: 19 MiB, 2 passes, 1 lane).
    argon2_memory: int = fixed(19456, "memory of one hash, KiB", ge=8, le=4194304)
    argon2_passes: int = fixed(2, "passes over the memory", ge=1, le=100)
    argon2_lanes: int = fixed(1, "lanes of one hash", ge=1, le=16)
    hash_slots: int = fixed(0, "hashes at once in one process; 0: processors / workers, at least 1", ge=0, le=256)
    hash_queue: int = fixed(
        16, "requests that may wait for a hash in one process; one more gets 503 at once", ge=0, le=1024
    )
    hash_timeout: Duration = fixed(timedelta(seconds=5), "longest wait until a hash begins, then 503", gt=timedelta(0))

    # Serving.
    workers: int = fixed(1, "server processes", ge=1, le=256)
    threads: int = fixed(
        4, "request threads of one process, besides one for each request that hashes or waits for it", ge=1, le=1024
    )
    request_timeout: Duration = fixed(
        timedelta(seconds=30),
        "longest time for a client to send a request's body, and to read nothing of an answer",
        ge=timedelta(seconds=1),
        le=timedelta(minutes=10),
    )
    idle_timeout: Duration = fixed(
        timedelta(seconds=75),
        "longest time for a connection to be idle, and for a client to send a request's head; longer than the proxy in"
        " front keeps its connections (nginx: 60 s), because otherwise a request may meet one that is just closing",
        ge=timedelta(seconds=1),
        le=timedelta(hours=1),
    )
    database_timeout: Duration = fixed(
        timedelta(seconds=5),
        "longest time that one request waits for the database in all, retries included; then 503",
        gt=timedelta(0),
    )
    session_age: Duration = fixed(
        timedelta(0),
        "how long a process may use an answer of the database about a session again, for the endpoints that are asked"
        " at every request; 0: each request asks the database, so that a logout counts at once",
        le=timedelta(minutes=1),
    )
    database_wait: Duration = fixed(
        timedelta(seconds=60), "longest wait for a database that is away at a start or at `gatepost db upgrade`"
    )
    database_pool: int = fixed(8, "most database connections of one kind in one process", ge=1, le=1024)
    upgrade_at_start: bool = by_mode(
        True, False, "upgrade the tables when the service starts; otherwise refuse to start with old ones"
    )
    strict_start: bool = by_mode(False, True, "refuse to start with a finding of `gatepost doctor`")
    log_format: Literal["readable", "json"] = by_mode("readable", "json", "one line for people, or one JSON object")
    log_level: Literal["debug", "info", "warning", "error"] = fixed("info", "lowest level that is logged")

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

    @property
    def local_address(self) -> str:
        """The bound address for a browser on this machine: with a name, because passkeys need one."""
        return f"http://localhost:{self.port}" if is_ip_address(self.host) else self.bound_address

    @cached_property
    def issuer(self) -> str:
        """``iss``: the public address, or the bound one if that is unset."""
        return self.public_url or self.bound_address

    @cached_property
    def token_audience(self) -> str:
        return self.audience or self.issuer

    @cached_property
    def own_audiences(self) -> frozenset[str]:
        """``aud`` of tokens that open Gatepost itself: one that services know, and one that they do not."""
        return frozenset({self.token_audience, self.account_audience})

    @cached_property
    def account_audience(self) -> str:
        """``aud`` of tokens that open no other service."""
        return f"{self.token_audience}/user/"

    @cached_property
    def access_audiences(self) -> frozenset[str]:
        """Every ``aud`` of an access token."""
        return self.own_audiences | set(self.audiences)

    @cached_property
    def hashes_at_once(self) -> int:
        return self.hash_slots or max(1, _processors() // self.workers)

    @property
    def bulkhead_slots(self) -> int:
        """Number of requests in one process that may hash or wait for it."""
        return self.hashes_at_once + self.hash_queue

    @property
    def threads_in_all(self) -> int:
        """Request threads of one process: requests that hash or wait for it take none from the others."""
        return self.threads + self.bulkhead_slots

    @property
    def warnings(self) -> list[str]:
        """Warnings for the person who starts the service."""
        found = []
        if self.activation == "mobile":
            found.append("anyone who knows a mobile number can activate its account (GATEPOST_ACTIVATION=mobile)")
        if self.mode == "production" and not self.sqlalchemy_database_uri:
            found.append("SQLALCHEMY_DATABASE_URI is not set; accounts are kept in SQLite in the data folder")
        for name in ("sms_gateway_secret", "hook_secret", "legacy_login_secret"):
            if 0 < len(getattr(self, name)) < _SHORT_SECRET:
                found.append(f"GATEPOST_{name.upper()} is short: others may guess it; 32 characters are good")
        by_sms = self.sms_gateway_url or self.twilio_account_sid
        for what, sender in (("e-mail (GATEPOST_SMTP_URL)", self.smtp_url), ("SMS (GATEPOST_SMS_GATEWAY_URL)", by_sms)):
            if not (sender or self.dev_inbox):
                found.append(
                    f"no sender for {what} is set up; users whom nothing else reaches get no codes and no notices"
                )
        return found


def current_settings() -> Settings:
    """The settings of the application that serves the present request."""
    chosen: Settings = current_app.extensions["gatepost"]
    return chosen


if TYPE_CHECKING:
    settings: Settings
else:
    settings = LocalProxy(current_settings)  # reads well; on the hot path ask current_settings() once
