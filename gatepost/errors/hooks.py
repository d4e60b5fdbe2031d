"""Refusals of a server of the operator."""

from gatepost.errors.refusal import Refusal


class DeniedByHook(Refusal):
    """The server at HOOK_URL does not let this go on. The message is its reason, if it gave one."""

    status, code, message = 403, "denied_by_hook", "This is not allowed here."
