"""A group of commands, each imported when it is typed: no command waits for the modules of all others."""

from collections.abc import Mapping
from importlib import import_module

import click


class LateGroup(click.Group):
    """Its *late* commands are told as ``module:attribute``, by the names to type."""

    def __init__(self, *, late: Mapping[str, str], **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # they are those of click.Group
        self._late = late

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return sorted({*self._late, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name. Without one all are imported, so that Click can name one that is alike."""
        if cmd_name not in self._late:
            for name in self._late:
                self._import(name)
        elif cmd_name not in self.commands:
            self._import(cmd_name)
        return super().get_command(ctx, cmd_name)

    def _import(self, name: str) -> None:
        module, _, attribute = self._late[name].partition(":")
        self.add_command(getattr(import_module(module), attribute), name)
