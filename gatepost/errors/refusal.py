"""A refusal: what all of the catalogue have in common."""

from typing import ClassVar

from gatepost.errors.reason import Reason


class Refusal(Exception):
    """The request is answered with a reason instead of a result."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    message: ClassVar[str] = "This request cannot be served."
    challenge: ClassVar[str] = ""  # the error code of the header WWW-Authenticate, if it has one (RFC 6750)
    oauth_code: ClassVar[str] = "invalid_request"  # its code where a form was sent (RFC 6749 section 5.2)

    def __init__(self, message: Reason | None = None, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(message or self.message)
        self.headers = headers or {}
