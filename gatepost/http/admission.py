"""Letting a request in: who asks, and how often they may. Endpoints and pages pass it alike."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from flask import request

from gatepost.caller import Caller
from gatepost.errors import Refusal
from gatepost.http.access import PUBLIC, Access, Gate
from gatepost.http.limits import Limiter, Limits, Unlimited


class Declared(Protocol):
    """What is declared of an endpoint or a page, as far as it decides who gets in."""

    @property
    def name(self) -> str: ...
    @property
    def access(self) -> Access: ...
    @property
    def limit(self) -> str | Limits | Unlimited: ...


class Asker(NamedTuple):
    """The user who was admitted, or the client and the form that it sent; nobody, where anyone may ask."""

    caller: Caller | None = None
    client_id: str | None = None
    fields: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> str | None:
        """Whose requests count together; None where nobody is known."""
        return self.caller.uuid if self.caller else self.client_id


STRANGER = Asker()


class Admission:
    """Admits the requests of one application. Without a *limiter* nothing is counted."""

    def __init__(self, gate: Gate, limiter: Limiter | None) -> None:
        self._gate, self._limiter = gate, limiter

    def admit(self, declared: Declared, *, read_form: Callable[[], Mapping[str, str]]) -> Asker:
        """The asker of the present request, counted. *read_form* is called where a client authenticates.

        A request that is refused here counts for the address it came from. Raises what refuses it.
        """
        asker = STRANGER if declared.access is PUBLIC else self._identify(declared, read_form)
        if self._limiter is not None:
            self._limiter.spend(declared.limit, endpoint=declared.name, who=asker.name)
        return asker

    def count_for_account(self, declared: Declared, body: object) -> None:
        """Count the present request for the account that its *body* names. Raises TooManyRequests."""
        if self._limiter is not None:
            self._limiter.spend_of_account(declared.limit, endpoint=declared.name, body=body)

    def _identify(self, declared: Declared, read_form: Callable[[], Mapping[str, str]]) -> Asker:
        try:
            if declared.access.client:
                fields = read_form()
                return Asker(client_id=self._gate.admit_client(declared.access, fields), fields=fields)
            caller = self._gate.admit(declared.access)
        except Refusal:
            if self._limiter is not None:
                self._limiter.spend(declared.limit, endpoint=declared.name, who=None)
            raise
        if caller is not None:
            request.environ["gatepost.user"] = caller.uuid
        return Asker(caller)
