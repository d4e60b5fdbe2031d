"""The one catalogue of refusals: class, HTTP status, code, and words for people.

Any room may raise one. ``api/`` answers with ``{"message", "status", "code"}`` and, for input, ``"errors"``.
``docs/errors.md`` is made from this folder.
"""

from gatepost.errors.passkeys import InvalidPasskey as InvalidPasskey
from gatepost.errors.passkeys import PasskeyNotFound as PasskeyNotFound
from gatepost.errors.passkeys import PasskeyTaken as PasskeyTaken
from gatepost.errors.passkeys import TooManyPasskeys as TooManyPasskeys
from gatepost.errors.passkeys import UnknownPasskey as UnknownPasskey
from gatepost.errors.passwords import NoPasskey as NoPasskey
from gatepost.errors.passwords import NoPassword as NoPassword
from gatepost.errors.passwords import NoVerifiedAddress as NoVerifiedAddress
from gatepost.errors.providers import AlreadyLinked as AlreadyLinked
from gatepost.errors.providers import LastWayIn as LastWayIn
from gatepost.errors.providers import LogInNotBegun as LogInNotBegun
from gatepost.errors.providers import ProviderLinkNotFound as ProviderLinkNotFound
from gatepost.errors.providers import ProviderRefused as ProviderRefused
from gatepost.errors.providers import UnknownProvider as UnknownProvider
from gatepost.errors.providers import UnprovenEmail as UnprovenEmail
from gatepost.errors.refusal import Refusal as Refusal
from gatepost.errors.second_factor import EnrolmentRequired as EnrolmentRequired
from gatepost.errors.second_factor import FactorLocked as FactorLocked
from gatepost.errors.second_factor import FactorNotFound as FactorNotFound
from gatepost.errors.second_factor import LastFactor as LastFactor
from gatepost.errors.second_factor import SecondFactorRequired as SecondFactorRequired
from gatepost.errors.second_factor import TooManyFactors as TooManyFactors
from gatepost.errors.sign_up import InvitationNotFound as InvitationNotFound
from gatepost.errors.sign_up import InvitationRequired as InvitationRequired
from gatepost.errors.sign_up import SignUpClosed as SignUpClosed
from gatepost.errors.unavailable import ProviderUnavailable as ProviderUnavailable
from gatepost.errors.unavailable import TooManyPasswords as TooManyPasswords
from gatepost.errors.unavailable import Unavailable as Unavailable


class MalformedJSON(Refusal):
    """The body is not JSON in UTF-8, has a key twice or NaN, or is nested too deep."""

    status, code, message = 400, "malformed_json", "The body is not valid JSON."


class InvalidRequest(Refusal):
    """The HTTP request itself is malformed."""

    status, code, message = 400, "invalid_request", "The request is malformed."


class MalformedAuthorization(InvalidRequest):
    """The header is not as RFC 6750 section 2.1 describes it, or was sent twice."""

    message, challenge = "Send one header, Authorization: Bearer …, with one token.", "invalid_request"


class TwoWaysToAuthenticate(InvalidRequest):
    """The request authenticates its client in two ways; only one is allowed (RFC 6749 section 2.3)."""

    message = "Authenticate the client by HTTP Basic or in the form, not by both."


class InvalidInput(Refusal):
    """The answer names every invalid field, with the reason."""

    status, code, message = 422, "invalid_input", "Some fields need your attention."

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__()
        self.errors = errors


class AuthenticationRequired(Refusal):
    """No token was sent."""

    status, code, message = 401, "authentication_required", "Send a token: Authorization: Bearer …"


class InvalidToken(Refusal):
    """The token is forged, expired, foreign, or of an ended session: the answer is the same (RFC 6750 section 3.1)."""

    status, code, message = 401, "invalid_token", "This token is not valid, or no longer."
    challenge = "invalid_token"


class InvalidClient(Refusal):
    """The client is missing or unknown, or its secret is wrong: the answer is the same (RFC 6749 section 5.2)."""

    status, code, message = 401, "invalid_client", "Authenticate as a registered client."
    oauth_code = "invalid_client"


class InvalidCredentials(Refusal):
    """The password is wrong, or the user is unknown: the answer is the same (ASVS 6.3.8)."""

    status, code, message = 401, "invalid_credentials", "Wrong username or password."


class ReauthenticationRequired(Refusal):
    """The log-in is too old: POST /user/reauthenticate or log in again, then repeat the request (RFC 9470)."""

    status, code, message = 401, "insufficient_user_authentication", "Please log in again to do this."
    challenge = "insufficient_user_authentication"


class FactorRequired(ReauthenticationRequired):
    """It takes a second factor: POST /user/reauthenticate with it, then repeat the request (RFC 9470)."""

    message = "Prove your second factor to do this: POST /user/reauthenticate."


class InvalidProof(Refusal):
    """The code or link is wrong, expired, used before, or of another user or purpose: the answer is the same."""

    status, code, message = 403, "invalid_proof", "This code or link is not valid, or no longer."


class Forbidden(Refusal):
    """The caller may see this user, but may not do this to them."""

    status, code, message = 403, "forbidden", "You may not do this."


class CrossSiteForm(Refusal):
    """The form did not come from a page of this service."""

    status, code, message = 403, "cross_site_form", "Send this form from the page of this service."


class NotOffered(Refusal):
    """Switched off (GATEPOST_LOGIN_BY_CODE, GATEPOST_PASSKEYS, GATEPOST_LOST_FACTOR_WAIT), or not offered here."""

    status, code, message = 403, "not_offered", "This service does not offer this."


class InsufficientScope(Refusal):
    """The endpoint is for administrators only."""

    status, code, message = 403, "insufficient_scope", "This takes more rights than you have."
    challenge = "insufficient_scope"


class AccountNotActive(Refusal):
    """The password is right, but the account is not activated yet, or was deactivated."""

    status, code, message = 403, "account_not_active", "This account is not active."


class PasswordChangeRequired(Refusal):
    """The password is right, but an operator has expired it: repeat the log-in with ``new_password``, or change it."""

    status, code = 403, "password_change_required"
    message = "Choose a new password: log in again and send it as new_password."


class WrongPassword(Refusal):
    """A signed-in user sent a password that is not their present one."""

    status, code, message = 403, "wrong_password", "The password is wrong."


class NotFound(Refusal):
    """No endpoint has this path."""

    status, code, message = 404, "not_found", "There is nothing at this address."


class UserNotFound(Refusal):
    """The user does not exist, or the caller may not see them: the answer is the same."""

    status, code, message = 404, "user_not_found", "There is no such user."


class UnknownName(Refusal):
    """No key, client or message has this name (only on the command line, whose message says which)."""

    status, code, message = 404, "unknown_name", "There is nothing of this name."


class NothingPending(Refusal):
    """No change of this address is waiting for verification."""

    status, code, message = 404, "nothing_pending", "No change of this waits to be proven."


class SessionNotFound(Refusal):
    """The session does not exist, is over, or is another user's: the answer is the same."""

    status, code, message = 404, "session_not_found", "There is no such session."


class MethodNotAllowed(Refusal):
    """The path has endpoints, but none for this method."""

    status, code, message = 405, "method_not_allowed", "This address does not take this method."


class UsernameTaken(Refusal):
    """Another account has this username, in any letter case."""

    status, code, message = 409, "username_taken", "This username is taken."


class MobileTaken(Refusal):
    """Another account has this mobile number, in any spelling."""

    status, code, message = 409, "mobile_taken", "This mobile number is taken."


class EmailTaken(Refusal):
    """Another account has this e-mail address, in any spelling."""

    status, code, message = 409, "email_taken", "This e-mail address is taken."


class TooLarge(Refusal):
    """The body is too large."""

    status, code, message = 413, "too_large", "The body is larger than 64 KiB."


class UnsupportedMediaType(Refusal):
    """The body has another type. curl -d needs -H 'Content-Type: application/json'."""

    status, code = 415, "unsupported_media_type"
    message = "Send the body as JSON, with the header Content-Type: application/json."


class FormRequired(UnsupportedMediaType):
    """The endpoint takes a form, as OAuth 2.0 does."""

    message = "Send a form, with the header Content-Type: application/x-www-form-urlencoded."


class TooManyRequests(Refusal):
    """The endpoint's limit is used up."""

    status, code, message = 429, "too_many_requests", "Too many requests: please wait a moment."
    oauth_code = "temporarily_unavailable"


class TooManyFailures(TooManyRequests):
    """Too many attempts failed, from this device or from strangers; the next one has to wait."""

    message = "Too many failed attempts: please wait."


class InternalError(Refusal):
    """The service failed. The request id in the answer leads to the log line."""

    status, code, message = 500, "internal_error", "Something went wrong on our side."
    oauth_code = "server_error"
