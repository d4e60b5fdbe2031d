"""Declaration of pages. Access and limit are required: without them the import of the module fails."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gatepost.errors import Refusal
from gatepost.http.access import Access
from gatepost.http.form import Form
from gatepost.http.limits import Limits, Unlimited
from gatepost.settings import Settings

_GIVEN = ("form", "query", "caller")
Refused = Callable[[Refusal], Any]


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
    query: type[Form] | None = None
    hashes: bool = False
    refused: Refused | None = None

    @property
    def method(self) -> str:
        """POST if the page takes a form, because the form of another page is sent to it."""
        return "POST" if self.form else "GET"

    @property
    def name(self) -> str:
        return f"{self.room}.{self.serve.__name__}.{self.method.lower()}"


class Room:
    """A feature's pages. *refused* answers a refusal that no page has shown itself; without it the answer is JSON.

    *acting*: staff who act as a user see these pages as that user.
    """

    def __init__(self, name: str, *, refused: Refused | None = None, acting: bool = False) -> None:
        self.name, self.refused, self.acting = name, refused, acting
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
        query: type[Form] | None = None,
        hashes: bool = False,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a page. Its function returns a response, and names the parameters that it needs: form, query, caller,
        and the variables of its path.

        With a *form* it takes POST requests of our own pages only, unless *from_anywhere* gives the reason why a form
        of another site does no harm. A form of a signed-in user has their CSRF token in the field ``csrf``. A page that
        *hashes* a password runs in a slot of the bulkhead. If *shown_if* is false for the settings, it does not exist.
        Raises TypeError if the parameters do not match the declaration.
        """

        def add(serve: Callable[..., Any]) -> Callable[..., Any]:
            takes = frozenset(name for name in inspect.signature(serve).parameters if name in _GIVEN)
            if ("form" in takes) != (form is not None) or ("query" in takes) != (query is not None):
                raise TypeError(f"{serve.__name__}: what is declared and what is taken differ")
            if access.client:
                raise TypeError(f"{serve.__name__}: a page is for people, not for registered clients")
            if from_anywhere and form is None:
                raise TypeError(f"{serve.__name__}: only a form comes from anywhere")
            rule = access.or_acting_cookie() if self.acting else access
            declared = (path, rule, limit, form, shown_if, self.name, serve, takes, from_anywhere)
            self.pages.append(Page(*declared, query=query, hashes=hashes, refused=self.refused))
            return serve

        return add
