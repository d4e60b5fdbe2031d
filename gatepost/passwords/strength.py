"""How hard a password is to guess, as zxcvbn estimates it."""

from collections.abc import Sequence

_LOOKED_AT = 40  # characters at either end: its time grows with their square and more


def strength(password: str, identifiers: Sequence[str | None]) -> int:
    """From 0, guessed at once, to 4. The user's own *identifiers* count for nothing in it."""
    from zxcvbn import zxcvbn  # noqa: PLC0415  20 MiB, only where it is asked for

    own = [text for name in identifiers if name for text in (name, name.partition("@")[0])]
    ends = {password[:_LOOKED_AT], password[-_LOOKED_AT:]}
    return max(int(zxcvbn(end, user_inputs=own)["score"]) for end in ends)
