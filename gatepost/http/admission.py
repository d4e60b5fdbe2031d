"""Admission of a request: access rule and rate limit, for endpoints and pages alike."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from gatepost.caller import Caller
from gatepost.errors import Refusal
from gatepost.http.access import PUBLIC, Access
from gatepost.http.gate import Gate
from gatepost.http.limits import Limiter, Limits, Unlimited
from gatepost.http.present import present


class Declared(Protocol):
    """The part of a declaration, of an endpoint or a page, that admission needs."""

    @property
    def name(self) -> str: ...
    @property
    def access(self) -> Access: ...
    @property
    def limit(self) -> str | Limits | Unlimited: ...


class Requester(NamedTuple):
    """The admitted user, or the admitted client and the form that it sent. Both are None on public endpoints."""

    caller: Caller | None = None
    client_id: str | None = None
    fields: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> str | None:
        """The key by which requests are counted together; None for an anonymous request."""
        return self.caller.uuid if self.caller else self.client_id


ANONYMOUS = Requester()


class Admission:
    """Admits the requests of one application. Without a *limiter* nothing is counted."""

    def __init__(self, gate: Gate, limiter: Limiter | None) -> None:
        self._gate, self._limiter = gate, limiter

    def admit(self, declared: Declared, *, read_form: Callable[[], Mapping[str, str]]) -> Requester:
        """Authenticate the present request and count it. *read_form* is called only for client authentication.

        A request that is refused here counts for its address. Raises the refusals of Gate, TooManyRequests.
        """
        requester = ANONYMOUS if declared.access is PUBLIC else self._identify(declared, read_form)
        if self._limiter is not None:
            self._limiter.count_request(declared.limit, endpoint=declared.name, who=requester.name)
        return requester

    def is_counted_here(self, declared: Declared) -> bool:
        """Whether its requests are counted in this process, so that admitting one waits for nobody."""
        return self._limiter is None or self._limiter.is_local(declared.limit)

    def count_for_account(self, declared: Declared, body: object) -> None:
        """Count the present request for the account that its *body* names. Raises TooManyRequests."""
        if self._limiter is not None:
            self._limiter.count_for_account(declared.limit, endpoint=declared.name, body=body)

    def _identify(self, declared: Declared, read_form: Callable[[], Mapping[str, str]]) -> Requester:
        try:
            if declared.access.client:
                fields = read_form()
                return Requester(client_id=self._gate.admit_client(declared.access, fields), fields=fields)
            caller = self._gate.admit(declared.access)
        except Refusal:
            if self._limiter is not None:
                self._limiter.count_request(declared.limit, endpoint=declared.name, who=None)
            raise
        if caller is not None:
            present()["gatepost.user"] = caller.uuid
        return Requester(caller)
