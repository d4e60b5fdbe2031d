"""Check names; and check all fields of a request before it is refused, so that the refusal names each wrong one."""

from collections.abc import Iterator
from contextlib import contextmanager

from gatepost.errors import InvalidInput, Reason
from gatepost.text import is_name, trimmed


def check_name(name: str, *, most: int) -> str:
    """A *name* that somebody gives a thing, without blanks around it: one line of 1 to *most* characters that shows
    something. Raises InvalidInput.
    """
    name = trimmed(name)
    if len(name) > most or not is_name(name):
        raise InvalidInput({"name": [Reason("Use 1 to %(most)s visible characters.", most=most)]})
    return name


class InputErrors:
    """The reasons by field. ``with errors.collect(): …`` for each check, and at last :meth:`refuse`."""

    def __init__(self) -> None:
        self._by_field: dict[str, list[Reason]] = {}

    @property
    def found(self) -> bool:
        return bool(self._by_field)

    @contextmanager
    def collect(self) -> Iterator[None]:
        """Keep the reasons of an InvalidInput that is raised inside, and go on behind the block."""
        try:
            yield
        except InvalidInput as refused:
            for field, reasons in refused.errors.items():
                self._by_field.setdefault(field, []).extend(reasons)

    def refuse(self) -> None:
        """Raise InvalidInput with all reasons, if there are any."""
        if self._by_field:
            raise InvalidInput(self._by_field)
