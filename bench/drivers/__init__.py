"""``./dev bench drivers``: what each database driver costs, beside the one that Gatepost uses."""

from bench.drivers.command import main

__all__ = ["main"]
