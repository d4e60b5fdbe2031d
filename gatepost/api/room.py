"""Declaration of endpoints. Access and limit are required: without them the import of the module fails."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gatepost.api.fields import Body, Query
from gatepost.api.hot import Hot
from gatepost.errors import Refusal
from gatepost.http.access import Access
from gatepost.http.form import Form
from gatepost.http.limits import Limits, Unlimited

_GIVEN = ("body", "form", "query", "caller", "client_id", "refresh_token")


@dataclass(frozen=True)
class Endpoint:
    """An endpoint's declaration: dispatch, OpenAPI, docs/ and ``gatepost routes`` read it."""

    method: str
    path: str
    access: Access
    limit: str | Limits | Unlimited
    body: type[Body] | None
    form: type[Form] | None
    query: type[Query] | None
    answer: Any
    status: int
    also: Mapping[int, Any]
    refuses: tuple[type[Refusal], ...]
    room: str
    hashes: bool
    hot: Hot | None
    serve: Callable[..., Any]
    takes: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.room}.{self.serve.__name__}.{self.method.lower()}"

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.serve) or "").partition("\n")[0].rstrip(".")

    @property
    def description(self) -> str:
        return (inspect.getdoc(self.serve) or "").partition("\n")[2].strip()

    def code_of(self, refusal: type[Refusal] | Refusal) -> str:
        """The code that this endpoint gives *refusal*: with a form, that of OAuth 2.0."""
        return refusal.oauth_code if self.form else refusal.code

    @property
    def location(self) -> str:
        """The declaration's file and line, such as ``gatepost/login/routes.py:40``."""
        code = self.serve.__code__
        return f"{self.serve.__module__.replace('.', '/')}.py:{code.co_firstlineno}"


class Room:
    """A feature's endpoints."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.endpoints: list[Endpoint] = []

    def get(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declare("GET", path, **declared)

    def post(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declare("POST", path, **declared)

    def patch(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declare("PATCH", path, **declared)

    def put(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declare("PUT", path, **declared)

    def delete(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._declare("DELETE", path, **declared)

    def _declare(  # noqa: PLR0913  all that is declared of an endpoint
        self,
        method: str,
        path: str,
        *,
        access: Access,
        limit: str | Limits | Unlimited,
        answer: Any,
        body: type[Body] | None = None,
        form: type[Form] | None = None,
        query: type[Query] | None = None,
        status: int = 200,
        also: Mapping[int, Any] = MappingProxyType({}),
        refuses: tuple[type[Refusal], ...] = (),
        hashes: bool = False,
        hot: Hot | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare an endpoint. Its function names the parameters that it needs: body or form, query, caller, client_id,
        refresh_token, and the variables of its path.

        *answer* has *status*; *also* maps other 2xx statuses to answers. *hashes*: it may hash a password. *hot*: it
        is asked very often. Raises TypeError if the parameters do not match the declaration.
        """

        def add(serve: Callable[..., Any]) -> Callable[..., Any]:
            takes = frozenset(name for name in inspect.signature(serve).parameters if name in _GIVEN)
            declared = {"body": body, "form": form, "query": query}
            if any((name in takes) != (shape is not None) for name, shape in declared.items()):
                raise TypeError(f"{serve.__name__}: what is declared and what is taken differ")
            if access.factor and hot is not None:
                raise TypeError(f"{serve.__name__}: whether a factor is recent is one question more than a hot one has")
            if access.client != (form is not None):
                raise TypeError(f"{serve.__name__}: a client sends a form, and nobody else does")
            self.endpoints.append(
                Endpoint(
                    method,
                    path,
                    access,
                    limit,
                    body,
                    form,
                    query,
                    answer,
                    status,
                    also,
                    refuses,
                    self.name,
                    hashes,
                    hot,
                    serve,
                    takes,
                )
            )
            return serve

        return add
