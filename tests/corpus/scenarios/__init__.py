"""The scenarios by name, in the order in which they are played."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from tests.corpus.scenarios.scenario import SCENARIOS

for _module in iter_modules([str(Path(__file__).parent)]):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["SCENARIOS"]
