"""Refusals of requests that cannot be served now."""

from gatepost.errors.reason import Reason
from gatepost.errors.refusal import Refusal


class Unavailable(Refusal):
    """The request could not be served now. Repeating it later is safe."""

    status, code, message = 503, "unavailable", "The service is busy: please try again in a moment."
    oauth_code, retry_after = "temporarily_unavailable", 1

    def __init__(self, message: Reason | None = None) -> None:
        super().__init__(message, headers={"Retry-After": str(self.retry_after)})


class TooManyPasswords(Unavailable):
    """The queue for password hashing is full. Nothing was done."""

    message, retry_after = "Too many log-ins at the moment: please try again in a few seconds.", 2


class ProviderUnavailable(Unavailable):
    """The provider did not answer, answered in time but not usefully, or too many requests wait for it. Nothing was
    done.
    """

    message, retry_after = "The provider does not answer: please try again in a moment.", 10
