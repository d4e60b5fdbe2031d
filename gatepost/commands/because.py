"""The option --reason of the commands that act on a user."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from gatepost.api.reasons import REASON_MAX
from gatepost.text import shows_something

_Command = TypeVar("_Command", bound=Callable[..., Any])
_SHAPE = re.compile(r"[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*")


def _reason(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    if value is None:
        return ""
    if not _SHAPE.fullmatch(value) or len(value) > REASON_MAX or not shows_something(value):
        raise click.BadParameter(f"Give 1 to {REASON_MAX} visible characters.")
    return value


def because(*, required: bool = True) -> Callable[[_Command], _Command]:
    """The option; where it is not *required*, no reason is an empty one."""
    return click.option("--reason", required=required, callback=_reason, help="Goes on record.")
