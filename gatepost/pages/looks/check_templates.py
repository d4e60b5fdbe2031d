"""Templates of the data folder: their syntax, the values and templates that they name, and their blocks."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from gatepost.pages.frame import VALUES
from gatepost.pages.looks.own import Source
from gatepost.pages.templates import EVERYWHERE, SHIPPED, environment, shipped_templates, sources
from gatepost.settings import BadSettings

_OF_PEOPLE = ("gatepost.account", "gatepost.console")  # whose pages are shown by a Frame
_NAMING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def check_templates_of(package: str, instance: Path) -> None:
    """Refuse a template of the data folder that cannot be shown. Raises BadSettings, with file and line."""
    _Check(package, instance).check()


class _Check:
    def __init__(self, package: str, instance: Path) -> None:
        self._jinja: Environment = environment(package, "html", instance)
        self._sources = sources(package, "html", instance)
        self._shipped = shipped_templates(package, "html")
        self._ours = set(self._shipped.values())
        self._everywhere = {*EVERYWHERE, "root", "service", *self._jinja.globals}
        self._of_frame = VALUES if package in _OF_PEOPLE else frozenset()
        self._trees: dict[str, nodes.Template] = {}

    def check(self) -> None:
        self._trees = {name: self._parse(name, source) for name, source in self._sources.items()}
        own = [name for name in self._shipped if self._sources[name] != self._shipped[name]]
        for name in own:
            self._check_names(name)
            self._check_values(name)
        for name in self._shipped:
            self._check_blocks(name)

    def _parse(self, name: str, source: Source) -> nodes.Template:
        try:
            if source not in self._ours:  # which the tests have shown
                self._jinja.compile(source.text, name, source.path)
            return self._jinja.parse(source.text, name, source.path)
        except TemplateSyntaxError as error:
            raise BadSettings(f"{source.path}, line {error.lineno}: {error.message}") from None

    def _check_names(self, name: str) -> None:
        for node in self._trees[name].find_all(_NAMING):
            for called in _called(node):
                if called not in self._sources:
                    listed = ", ".join(self._sources)
                    raise BadSettings(
                        f"{self._place(name, node)}: there is no {called}. Those that there are: {listed}."
                    )
                if called == name:
                    raise BadSettings(
                        f"{self._place(name, node)}: it names itself. The one of ours is {SHIPPED}{name}."
                    )
            if isinstance(node, nodes.FromImport):
                self._check_imported(name, node)

    def _check_imported(self, name: str, node: nodes.FromImport) -> None:
        macros = {macro.name for called in _called(node) for macro in self._trees[called].find_all(nodes.Macro)}
        for each in node.names:
            wanted = each[0] if isinstance(each, tuple) else each
            if wanted not in macros:
                listed = ", ".join(sorted(macros))
                raise BadSettings(f"{self._place(name, node)}: {wanted} is unknown there. Known are: {listed}.")

    def _check_values(self, name: str) -> None:
        known = self._everywhere | self._values_of(f"{SHIPPED}{name}", set())
        if name not in ("base.html", "fields.html", "custom.html"):
            known |= self._of_frame
        unknown = find_undeclared_variables(self._trees[name]) - known
        for used in self._trees[name].find_all(nodes.Name):
            if used.name in unknown:
                listed = ", ".join(sorted(known - self._jinja.globals.keys()))
                raise BadSettings(f"{self._place(name, used)}: {used.name} is unknown here. Known are: {listed}.")

    def _values_of(self, name: str, seen: set[str]) -> set[str]:
        """The values that a shipped template uses, and those that it names."""
        if name in seen:
            return set()
        seen.add(name)
        tree = self._trees[name]
        below = [f"{SHIPPED}{called}" for node in tree.find_all(_NAMING) for called in _called(node)]
        return set(find_undeclared_variables(tree)).union(*(self._values_of(called, seen) for called in below))

    def _check_blocks(self, name: str) -> None:
        """A block that the extended template lacks is never shown, and Jinja says nothing."""
        chain = list(self._extended_by(name))
        if not chain:
            return
        known = {block.name for each in chain for block in self._trees[each].find_all(nodes.Block)}
        known |= set(_shown_by_itself(self._trees[name]))
        for block in self._trees[name].body:
            if isinstance(block, nodes.Block) and block.name not in known:
                if self._sources[name] != self._shipped[name]:
                    listed = ", ".join(sorted(known))
                    raise BadSettings(
                        f"{self._place(name, block)}: {chain[0]} has no block {block.name}. Known are: {listed}."
                    )
                replaced = next(each for each in chain if self._sources[each] != self._shipped.get(each))
                raise BadSettings(
                    f"{self._sources[replaced].path}: the block {block.name} is missing, which {name} fills."
                )

    def _extended_by(self, name: str) -> Iterator[str]:
        """The template that *name* extends, the one that that extends, and so on."""
        seen = {name}
        while (extends := self._trees[name].find(nodes.Extends)) is not None:
            name = next(_called(extends), "")
            if name not in self._trees or name in seen:
                return
            seen.add(name)
            yield name

    def _place(self, name: str, node: nodes.Node) -> str:
        return f"{self._sources[name].path}, line {node.lineno}"


def _shown_by_itself(tree: nodes.Template) -> Iterator[str]:
    """The blocks that a template shows as ``self.name()``, for those that extend it."""
    for used in tree.find_all(nodes.Getattr):
        if isinstance(used.node, nodes.Name) and used.node.name == "self":
            yield used.attr


def _called(node: nodes.Node) -> Iterator[str]:
    """The templates that a statement names, where it names them by constants."""
    named = node.template  # type: ignore[attr-defined]  # all of _NAMING have it
    for constant in [named] if isinstance(named, nodes.Const) else named.find_all(nodes.Const):
        if isinstance(constant.value, str):
            yield constant.value
        elif isinstance(constant.value, tuple):
            yield from constant.value
