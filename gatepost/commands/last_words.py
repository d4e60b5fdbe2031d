"""The last line of a command that serves."""

import select
import sys

import click

from gatepost.http.logs import flush_logs


def say_stopped() -> None:
    """Say that the service has stopped, after the log; nothing if standard output is a pipe that nobody reads."""
    flush_logs()
    if select.select([], [sys.stdout.fileno()], [], 0)[1]:
        click.echo("Gatepost has stopped.")
