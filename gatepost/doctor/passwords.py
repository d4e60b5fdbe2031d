"""Examination of the settings against guessed passwords and a stolen database."""

from collections.abc import Iterator

from gatepost.doctor.finding import Finding
from gatepost.settings import Settings

_LEAST_WORK = 7168 * 5  # KiB times passes: the minimum of OWASP's Password Storage Cheat Sheet for Argon2id
_LEAST_LENGTH = 15  # characters, if a password is the only factor (NIST SP 800-63B-4 section 3.1.1.1)


def examine_passwords(settings: Settings) -> Iterator[Finding]:
    """The findings on cheap hashes and weak passwords. They are warnings."""
    if settings.argon2_memory * settings.argon2_passes < _LEAST_WORK:
        yield Finding(
            "GATEPOST_ARGON2_MEMORY, GATEPOST_ARGON2_PASSES",
            "hashes of passwords cost less than OWASP's least: anyone who has a copy of the database tries many.",
            "Leave them as they are by default.",
            grave=False,
        )
    if settings.password_min_length < _LEAST_LENGTH:
        yield Finding(
            "GATEPOST_PASSWORD_MIN_LENGTH",
            f"{settings.password_min_length}: passwords may be shorter than NIST asks for.",
            f"Set it to {_LEAST_LENGTH}.",
            grave=False,
        )
    if not settings.password_blocklist:
        yield Finding(
            "GATEPOST_PASSWORD_BLOCKLIST",
            "off: the passwords that are tried first are accepted.",
            "Set it to on.",
            grave=False,
        )
