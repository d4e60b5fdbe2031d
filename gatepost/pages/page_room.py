"""Declaration of pages. Access and limit are required: without them the import of the module fails."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gatepost.http.access import Access
from gatepost.http.form import Form
from gatepost.http.limits import Limits, Unlimited
from gatepost.settings import Settings

_GIVEN = ("form", "caller")


def _always(_settings: Settings) -> bool:
    return True


@dataclass(frozen=True)
class Page:
    """The declaration of a page, or of an asset that pages load."""

    path: str
    access: Access
    limit: str | Limits | Unlimited
    form: type[Form] | None
    shown_if: Callable[[Settings], bool]
    room: str
    serve: Callable[..., Any]
    takes: frozenset[str]
    from_anywhere: str

    @property
    def method(self) -> str:
        """POST if the page takes a form, because the form of another page is sent to it."""
        return "POST" if self.form else "GET"

    @property
    def name(self) -> str:
        return f"{self.room}.{self.serve.__name__}.{self.method.lower()}"


class Room:
    """A feature's pages."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pages: list[Page] = []

    def page(
        self,
        path: str,
        *,
        access: Access,
        limit: str | Limits | Unlimited,
        form: type[Form] | None = None,
        shown_if: Callable[[Settings], bool] = _always,
        from_anywhere: str = "",
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a page. Its function returns a response, and names the parameters that it needs: form, caller, and
        the variables of its path.

        With a *form* it takes POST requests of our own pages only, unless *from_anywhere* gives the reason why a form
        of another site does no harm. If *shown_if* is false for the settings, it does not exist. Raises TypeError if
        the parameters do not match the declaration.
        """

        def add(serve: Callable[..., Any]) -> Callable[..., Any]:
            takes = frozenset(name for name in inspect.signature(serve).parameters if name in _GIVEN)
            if ("form" in takes) != (form is not None):
                raise TypeError(f"{serve.__name__}: what is declared and what is taken differ")
            if access.client:
                raise TypeError(f"{serve.__name__}: a page is for people, not for registered clients")
            if from_anywhere and form is None:
                raise TypeError(f"{serve.__name__}: only a form comes from anywhere")
            self.pages.append(Page(path, access, limit, form, shown_if, self.name, serve, takes, from_anywhere))
            return serve

        return add
