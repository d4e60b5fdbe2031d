"""Import one module from a weakened source, without writing it anywhere."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

from tests.mutants.mutant import Mutant


class _Loader(SourceFileLoader):
    """Loads *source* as if it were the file."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source.encode()
        self.loaded = False

    def get_data(self, path: str) -> bytes:
        return self._source if path == self.path else super().get_data(path)

    def path_stats(self, path: str) -> dict[str, float]:
        """Refuse, so that Python neither reads the bytecode of the whole source nor keeps that of this one."""
        raise OSError(path)

    def exec_module(self, module: ModuleType) -> None:
        self.loaded = True
        super().exec_module(module)


class WeakenedModule(MetaPathFinder):
    """Finds the module that *mutant* weakens; Python looks for all others as usual."""

    def __init__(self, mutant: Mutant, root: Path) -> None:
        self._path = root / mutant.file
        parts = Path(mutant.file.removeprefix("clients/python/")).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._loader = _Loader(self.name, str(self._path), mutant.weakened(self._path.read_text()))

    @property
    def loaded(self) -> bool:
        """Whether something has imported the weakened module."""
        return self._loader.loaded

    def install(self) -> None:
        """Make every import from now on see it. Its package must not be imported yet: who has imported it is bound."""
        if (package := self.name.partition(".")[0]) in sys.modules:
            raise RuntimeError(f"{package} is imported already, so some modules would not see the mutant")
        sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        folders = [str(self._path.parent)] if self._path.name == "__init__.py" else None
        return spec_from_file_location(fullname, self._path, loader=self._loader, submodule_search_locations=folders)
