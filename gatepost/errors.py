"""The one catalogue of refusals: class, HTTP status, code, and words for people.

Raise one anywhere; ``web/`` answers with ``{"message", "status", "code"}`` and, for input, ``"errors"``.
``docs/errors.md`` is made from this file.
"""

from typing import ClassVar


class Refusal(Exception):
    """A request that is answered with a reason instead of a result."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    message: ClassVar[str] = "This request cannot be served."
    challenge: ClassVar[str] = ""  # the error code of the header WWW-Authenticate, if it has one (RFC 6750)
    oauth_code: ClassVar[str] = "invalid_request"  # its code where a form was sent (RFC 6749 section 5.2)

    def __init__(self, message: str | None = None, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(message or self.message)
        self.headers = headers or {}


class MalformedJSON(Refusal):
    """Not JSON in UTF-8, a key twice, NaN, or too deep."""

    status, code, message = 400, "malformed_json", "The body is not valid JSON."


class InvalidRequest(Refusal):
    """The HTTP request itself cannot be understood."""

    status, code, message = 400, "invalid_request", "The request is malformed."


class MalformedAuthorization(InvalidRequest):
    """Not what RFC 6750 section 2.1 describes, or given twice."""

    message, challenge = "Send one header, Authorization: Bearer …, with one token.", "invalid_request"


class TwoWaysToAuthenticate(InvalidRequest):
    """One request names one client, in one way (RFC 6749 section 2.3)."""

    message = "Authenticate the client by HTTP Basic or in the form, not by both."


class InvalidInput(Refusal):
    """Names every field that is wrong and says why."""

    status, code, message = 422, "invalid_input", "Some fields need your attention."

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__()
        self.errors = errors


class AuthenticationRequired(Refusal):
    """No token was sent."""

    status, code, message = 401, "authentication_required", "Send a token: Authorization: Bearer …"


class InvalidToken(Refusal):
    """One answer for a forged, expired, ended or foreign token (RFC 6750 section 3.1)."""

    status, code, message = 401, "invalid_token", "This token is not valid, or no longer."
    challenge = "invalid_token"


class InvalidClient(Refusal):
    """The same for no client, an unknown one, and a wrong secret (RFC 6749 section 5.2)."""

    status, code, message = 401, "invalid_client", "Authenticate as a registered client."
    oauth_code = "invalid_client"


class InvalidCredentials(Refusal):
    """The same for a wrong password and for an unknown user (ASVS 6.3.8)."""

    status, code, message = 401, "invalid_credentials", "Wrong username or password."


class ReauthenticationRequired(Refusal):
    """A step-up challenge: POST /user/reauthenticate or log in again, then repeat the request (RFC 9470)."""

    status, code, message = 401, "insufficient_user_authentication", "Please log in again to do this."
    challenge = "insufficient_user_authentication"


class InvalidProof(Refusal):
    """The same for a code or link that is wrong, too old, used before, or of somebody or something else."""

    status, code, message = 403, "invalid_proof", "This code or link is not valid, or no longer."


class Forbidden(Refusal):
    """You see this user, but may not do this to them."""

    status, code, message = 403, "forbidden", "You may not do this."


class CrossSiteForm(Refusal):
    """The form did not come from a page of this service."""

    status, code, message = 403, "cross_site_form", "Send this form from the page of this service."


class NotOffered(Refusal):
    """The settings have switched it off (GATEPOST_LOGIN_BY_CODE)."""

    status, code, message = 403, "not_offered", "This service does not offer this."


class InsufficientScope(Refusal):
    """The endpoint is for administrators, and the caller is none."""

    status, code, message = 403, "insufficient_scope", "This takes more rights than you have."
    challenge = "insufficient_scope"


class AccountNotActive(Refusal):
    """The password is right, but the account was not activated yet, or was deactivated."""

    status, code, message = 403, "account_not_active", "This account is not active."


class PasswordChangeRequired(Refusal):
    """The password is right, but an operator has expired it: repeat the log-in with ``new_password``, or change it."""

    status, code = 403, "password_change_required"
    message = "Choose a new password: log in again and send it as new_password."


class WrongPassword(Refusal):
    """A signed-in user was asked for their present password, and sent another."""

    status, code, message = 403, "wrong_password", "The password is wrong."


class NotFound(Refusal):
    """No endpoint has this path."""

    status, code, message = 404, "not_found", "There is nothing at this address."


class UserNotFound(Refusal):
    """The same for a user who does not exist and for one whom the caller may not see."""

    status, code, message = 404, "user_not_found", "There is no such user."


class UnknownName(Refusal):
    """No key, client or message is called so (only on the command line, which says what)."""

    status, code, message = 404, "unknown_name", "There is nothing of this name."


class NothingPending(Refusal):
    """No change of this address waits to be proven."""

    status, code, message = 404, "nothing_pending", "No change of this waits to be proven."


class SessionNotFound(Refusal):
    """The same for a session that does not exist, that is over, and that is somebody else's."""

    status, code, message = 404, "session_not_found", "There is no such session."


class MethodNotAllowed(Refusal):
    """The path has endpoints, but none for this method."""

    status, code, message = 405, "method_not_allowed", "This address does not take this method."


class UsernameTaken(Refusal):
    """Another account has this username, in whatever case it is written."""

    status, code, message = 409, "username_taken", "This username is taken."


class MobileTaken(Refusal):
    """Another account has this mobile number, in whatever way it is written."""

    status, code, message = 409, "mobile_taken", "This mobile number is taken."


class EmailTaken(Refusal):
    """Another account has this e-mail address, in whatever way it is written."""

    status, code, message = 409, "email_taken", "This e-mail address is taken."


class TooLarge(Refusal):
    """The body is too large."""

    status, code, message = 413, "too_large", "The body is larger than 64 KiB."


class UnsupportedMediaType(Refusal):
    """A body of another type was sent. curl -d needs -H 'Content-Type: application/json'."""

    status, code = 415, "unsupported_media_type"
    message = "Send the body as JSON, with the header Content-Type: application/json."


class FormRequired(UnsupportedMediaType):
    """The endpoint takes a form, after OAuth 2.0."""

    message = "Send a form, with the header Content-Type: application/x-www-form-urlencoded."


class TooManyRequests(Refusal):
    """The endpoint's limit is used up."""

    status, code, message = 429, "too_many_requests", "Too many requests: please wait a moment."
    oauth_code = "temporarily_unavailable"


class TooManyFailures(TooManyRequests):
    """So many attempts failed, from this device or from strangers, that the next one has to wait."""

    message = "Too many failed attempts: please wait."


class InternalError(Refusal):
    """Our fault. The request id in the answer finds the log line."""

    status, code, message = 500, "internal_error", "Something went wrong on our side."
    oauth_code = "server_error"


class Unavailable(Refusal):
    """Nothing was promised: repeating the request later is safe."""

    status, code, message = 503, "unavailable", "The service is busy: please try again in a moment."
    oauth_code, retry_after = "temporarily_unavailable", 1

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, headers={"Retry-After": str(self.retry_after)})


class TooManyPasswords(Unavailable):
    """As many requests as may wait for the hash of a password do. Nothing was done."""

    message, retry_after = "Too many log-ins at the moment: please try again in a few seconds.", 2
