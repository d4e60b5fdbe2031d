"""Reads the settings from the environment and from ``.env``, and refuses unknown names."""

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from gatepost.crypto import random_hex, random_token
from gatepost.secret_files import SUFFIX, read_secret_file, read_secret_files
from gatepost.server_addresses import mail_sender
from gatepost.settings import BadSettings, Settings
from gatepost.settings.providers import Provider
from gatepost.settings.secret_key import MIN_BYTES, weakness
from gatepost.settings.signing_key import check_signing_key
from gatepost.settings.types import is_secret

PREFIX = "GATEPOST_"
# The founding document's names, and those that every platform uses, have no prefix.
PLAIN_NAMES = frozenset(
    {"secret_key", "debug", "sqlalchemy_database_uri", "sqlalchemy_track_modifications", "salt_key", "host", "port"}
)
# OpenSSL and OpenTelemetry read these from the environment of the process, and from nowhere else.
_OF_LIBRARIES = re.compile(r"SSL_CERT_FILE|SSL_CERT_DIR|OTEL_[A-Z0-9_]+")
_USED = re.compile(r"\$\{([^}:]*)(:-[^}]*)?\}")  # in a value of .env: another variable, or a default
# Container platforms inject these for a service that is called gatepost.
_INJECTED = re.compile(r"GATEPOST_(PORT|PORT_.*|SERVICE_.*)")


def variable(name: str) -> str:
    """The environment variable of the setting *name*."""
    return name.upper() if name in PLAIN_NAMES else PREFIX + name.upper()


def secret_variables() -> list[str]:
    """The environment variables of all settings that may hold a secret. Each can come from a file, too."""
    return [variable(name) for name, field in Settings.model_fields.items() if is_secret(field)]


def load_settings(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """The settings of this process: *overrides*, then the environment, then ``.env`` in the current folder.

    An empty variable counts as unset, and overrides the same name in ``.env``. A secret may be in a file that
    ``SECRET_KEY_FILE`` (or the like) names. Without *environ*, ``SSL_CERT_FILE``, ``SSL_CERT_DIR`` and ``OTEL_…`` of
    ``.env`` are put into the environment of the process, where the libraries look. Raises :class:`BadSettings`.
    """
    given = _given(environ)
    if environ is None:
        os.environ.update({name: value for name, value in given.items() if _OF_LIBRARIES.fullmatch(name) and value})
    given |= read_secret_files(secret_variables(), given)
    values: dict[str, Any] = {
        name: given[variable(name)] for name in Settings.model_fields if given.get(variable(name), "") != ""
    }
    values |= overrides
    _refuse_unknown(given)
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        if values.get("mode") == "production" and isinstance(extra, dict):
            values.setdefault(name, extra["production"])
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise BadSettings("\n".join(_explain(problem) for problem in error.errors())) from None
    _check_senders(settings)
    return _with_secret(_with_provider_secrets(_with_absolute_paths(settings)))


def named_secret_files() -> list[Path]:
    """The files that hold secrets of this process, as its environment and ``.env`` name them."""
    given = _given(None)
    return [Path(path) for name in secret_variables() if (path := given.get(name + SUFFIX, "")) != ""]


def _given(environ: Mapping[str, str] | None) -> dict[str, str]:
    return {**_file(), **(os.environ if environ is None else environ)}


def _file() -> dict[str, str]:
    try:
        values, written = dotenv_values(".env"), dotenv_values(".env", interpolate=False)
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f".env: this file cannot be read: {error}") from None
    _refuse_undefined(written)
    return {name: value or "" for name, value in values.items()}


def _refuse_undefined(written: Mapping[str, str | None]) -> None:
    """Refuse a setting that names a variable which is not there: a secret would silently be another one.

    python-dotenv puts nothing in its place. It knows the environment and the lines before. Flask has put the whole file
    into the environment by now, so that does not count for names that the file has.
    """
    known = set(os.environ) - set(written)
    for name, text in written.items():
        for used, default in _USED.findall(text or ""):
            if _is_read(name) and not default and used not in known:
                raise BadSettings(
                    f"{name} in .env: ${{{used}}} stands for a variable, and neither the environment nor a line before "
                    f"has it. Put a secret with these characters into a file, which {name + SUFFIX} names."
                )
        known.add(name)


def _is_read(name: str) -> bool:
    return (
        name.startswith(PREFIX)
        or name.removesuffix(SUFFIX).lower() in PLAIN_NAMES
        or bool(_OF_LIBRARIES.fullmatch(name))
    )


def _explain(problem: Any) -> str:
    return f"{variable(str(problem['loc'][0]))}: {problem['msg'].removeprefix('Value error, ')}"


def _refuse_unknown(given: Mapping[str, str]) -> None:
    names = [*map(variable, Settings.model_fields), *(name + SUFFIX for name in secret_variables())]
    known = {name.removeprefix(PREFIX): name for name in names}
    for name, value in given.items():
        if name.startswith(PREFIX) and name not in known.values() and value != "" and not _INJECTED.fullmatch(name):
            near = get_close_matches(name.removeprefix(PREFIX), known, n=1)
            hint = f" Did you mean {known[near[0]]}?" if near else " docs/settings.md lists them all."
            raise BadSettings(f"{name} is not a setting of Gatepost.{hint}")


def _check_senders(settings: Settings) -> None:
    """Check that each sender is configured completely, and at most one for SMS. Raises BadSettings."""
    if settings.smtp_url and mail_sender(settings.smtp_url, settings.mail_from) is None:
        raise BadSettings("GATEPOST_MAIL_FROM: set the address that e-mails come from, such as accounts@example.org.")
    twilio = {name: getattr(settings, name) for name in ("twilio_account_sid", "twilio_auth_token", "twilio_from")}
    missing = [variable(name) for name, value in twilio.items() if not value]
    if 0 < len(missing) < len(twilio):
        raise BadSettings(f"{' and '.join(missing)}: SMS by Twilio needs this too.")
    if settings.sms_gateway_url and not missing:
        raise BadSettings("GATEPOST_SMS_GATEWAY_URL: SMS go by this gateway or by Twilio, not both. Unset one of them.")
    if settings.sms_gateway_secret and not settings.sms_gateway_url:
        raise BadSettings("GATEPOST_SMS_GATEWAY_SECRET: there is no GATEPOST_SMS_GATEWAY_URL whose messages it signs.")


def _with_absolute_paths(settings: Settings) -> Settings:
    return settings.model_copy(update={"instance": settings.instance.expanduser().absolute()})


def _with_provider_secrets(settings: Settings) -> Settings:
    """The secrets of providers, read from the files that they name."""
    return settings.model_copy(update={"providers": tuple(map(_with_files, settings.providers))})


def _with_files(provider: Provider) -> Provider:
    place = f"GATEPOST_PROVIDERS: {provider.name}: "
    named = {"client_secret": provider.client_secret_file, "key": provider.key_file}
    read = {name: read_secret_file(f"{place}{name}_file", path) for name, path in named.items() if path is not None}
    if "key" in read:
        try:
            check_signing_key(read["key"])
        except ValueError as error:
            raise BadSettings(f"{place}{error}") from None
    return provider.model_copy(update=read)


def _with_secret(settings: Settings) -> Settings:
    if settings.mode == "development":
        return (
            settings
            if settings.secret_key
            else settings.model_copy(update={"secret_key": _development_secret(settings)})
        )
    if problem := weakness(settings.secret_key):
        raise BadSettings(
            f'SECRET_KEY: {problem}. Make one with:\n  python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if settings.debug:
        raise BadSettings("DEBUG: not in production. Unset it.")
    if settings.dev_inbox:
        raise BadSettings("GATEPOST_DEV_INBOX: not in production, where it would show everybody's codes. Unset it.")
    return settings


def _development_secret(settings: Settings) -> str:
    """The secret in the data folder, made on the first run. Of processes that start together one makes it."""
    path = settings.instance / "secret_key"
    try:
        if not path.exists():
            settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f"secret_key.{random_hex(8)}.new")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(random_token(48))
            _link_once(draft, path)
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"GATEPOST_INSTANCE: the data folder {settings.instance} cannot be used: {error}") from None
    if len(secret.encode()) < MIN_BYTES:
        raise BadSettings(f"GATEPOST_INSTANCE: {path} is cut short. Remove it to have a new secret made.")
    return secret


def _link_once(draft: Path, path: Path) -> None:
    """Make *draft* the file at *path*, unless another process was first."""
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
