"""Refusals of too many requests and failures."""

from gatepost.errors.refusal import Refusal


class TooManyRequests(Refusal):
    """The endpoint's limit is used up."""

    status, code, message = 429, "too_many_requests", "Too many requests: please wait a moment."
    oauth_code = "temporarily_unavailable"


class TooManyFailures(TooManyRequests):
    """Too many attempts failed, from this device or from strangers; the next one has to wait."""

    message = "Too many failed attempts: please wait."
