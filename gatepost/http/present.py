"""The present request, as the WSGI variables that the server gave (PEP 3333). The middleware keeps them here."""

from contextvars import ContextVar, Token
from typing import Any

Environ = dict[str, Any]

_present: ContextVar[Environ] = ContextVar("gatepost_environ")


def present() -> Environ:
    """The variables of the request that this thread or task serves. Raises LookupError outside a request."""
    return _present.get()


def begin_request(variables: Environ) -> Token[Environ]:
    """Make these the variables of the present request, until :func:`end_request`."""
    return _present.set(variables)


def end_request(state: Token[Environ]) -> None:
    """End what :func:`begin_request` began."""
    _present.reset(state)
