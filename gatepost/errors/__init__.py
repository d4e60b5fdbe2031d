"""The one catalogue of refusals: class, HTTP status, code, and words for people.

Any room may raise one. ``api/`` answers with ``{"message", "status", "code"}`` and, for input, ``"errors"``.
``docs/errors.md`` is made from this folder.
"""

from gatepost.errors.browsers import CrossSiteForm as CrossSiteForm
from gatepost.errors.browsers import CrossSiteRequest as CrossSiteRequest
from gatepost.errors.browsers import InvalidCsrfToken as InvalidCsrfToken
from gatepost.errors.browsers import SignInFirst as SignInFirst
from gatepost.errors.browsers import TwoCredentials as TwoCredentials
from gatepost.errors.clients import TwoSecrets as TwoSecrets
from gatepost.errors.hooks import DeniedByHook as DeniedByHook
from gatepost.errors.impersonation import ActsForAnother as ActsForAnother
from gatepost.errors.passkeys import InvalidPasskey as InvalidPasskey
from gatepost.errors.passkeys import PasskeyNotFound as PasskeyNotFound
from gatepost.errors.passkeys import PasskeyTaken as PasskeyTaken
from gatepost.errors.passkeys import TooManyPasskeys as TooManyPasskeys
from gatepost.errors.passkeys import UnknownPasskey as UnknownPasskey
from gatepost.errors.passwords import NoPasskey as NoPasskey
from gatepost.errors.passwords import NoPassword as NoPassword
from gatepost.errors.passwords import NoVerifiedAddress as NoVerifiedAddress
from gatepost.errors.passwords import PasswordChangeRequired as PasswordChangeRequired
from gatepost.errors.passwords import WrongPassword as WrongPassword
from gatepost.errors.personal_tokens import PersonalTokenNotFound as PersonalTokenNotFound
from gatepost.errors.personal_tokens import SessionRequired as SessionRequired
from gatepost.errors.personal_tokens import TooManyPersonalTokens as TooManyPersonalTokens
from gatepost.errors.providers import AlreadyLinked as AlreadyLinked
from gatepost.errors.providers import LastWayIn as LastWayIn
from gatepost.errors.providers import LogInNotBegun as LogInNotBegun
from gatepost.errors.providers import ProviderLinkNotFound as ProviderLinkNotFound
from gatepost.errors.providers import ProviderRefused as ProviderRefused
from gatepost.errors.providers import UnknownProvider as UnknownProvider
from gatepost.errors.providers import UnprovenEmail as UnprovenEmail
from gatepost.errors.reason import ForPrograms as ForPrograms
from gatepost.errors.reason import OfOperator as OfOperator
from gatepost.errors.reason import Reason as Reason
from gatepost.errors.refusal import Refusal as Refusal
from gatepost.errors.roles import BuiltInRole as BuiltInRole
from gatepost.errors.roles import LacksPermission as LacksPermission
from gatepost.errors.roles import LastAdministrator as LastAdministrator
from gatepost.errors.roles import RoleHeld as RoleHeld
from gatepost.errors.roles import RoleNotFound as RoleNotFound
from gatepost.errors.second_factor import EnrolmentRequired as EnrolmentRequired
from gatepost.errors.second_factor import FactorLocked as FactorLocked
from gatepost.errors.second_factor import FactorNotFound as FactorNotFound
from gatepost.errors.second_factor import LastFactor as LastFactor
from gatepost.errors.second_factor import SecondFactorRequired as SecondFactorRequired
from gatepost.errors.second_factor import TooManyFactors as TooManyFactors
from gatepost.errors.sign_up import InvitationNotFound as InvitationNotFound
from gatepost.errors.sign_up import InvitationRequired as InvitationRequired
from gatepost.errors.sign_up import SignUpClosed as SignUpClosed
from gatepost.errors.taken import EmailTaken as EmailTaken
from gatepost.errors.taken import MobileTaken as MobileTaken
from gatepost.errors.taken import UsernameTaken as UsernameTaken
from gatepost.errors.too_many import TooManyFailures as TooManyFailures
from gatepost.errors.too_many import TooManyRequests as TooManyRequests
from gatepost.errors.unavailable import ProviderUnavailable as ProviderUnavailable
from gatepost.errors.unavailable import TooManyPasswords as TooManyPasswords
from gatepost.errors.unavailable import Unavailable as Unavailable
from gatepost.errors.webhooks import DeliveryNotFound as DeliveryNotFound
from gatepost.errors.webhooks import WebhookDisabled as WebhookDisabled
from gatepost.errors.webhooks import WebhookNotFound as WebhookNotFound


class MalformedJSON(Refusal):
    """The body is not JSON in UTF-8, has a key twice or NaN, or is nested too deep."""

    status, code, message = 400, "malformed_json", ForPrograms("The body is not valid JSON.")


class InvalidRequest(Refusal):
    """The HTTP request itself is malformed."""

    status, code, message = 400, "invalid_request", "The request is malformed."


class MalformedAuthorization(InvalidRequest):
    """The header is not as RFC 6750 section 2.1 describes it, or was sent twice."""

    message, challenge = ForPrograms("Send one header, Authorization: Bearer …, with one token."), "invalid_request"


class TwoWaysToAuthenticate(InvalidRequest):
    """The request authenticates its client in two ways; only one is allowed (RFC 6749 section 2.3)."""

    message = ForPrograms("Authenticate the client by HTTP Basic or in the form, not by both.")


class InvalidInput(Refusal):
    """The answer names every invalid field, with the reason."""

    status, code, message = 422, "invalid_input", "Some fields need your attention."

    def __init__(self, errors: dict[str, list[Reason]]) -> None:
        super().__init__()
        self.errors = errors


class AuthenticationRequired(Refusal):
    """No token was sent."""

    status, code, message = 401, "authentication_required", "Send a token: Authorization: Bearer …"


class InvalidToken(Refusal):
    """The token is forged, expired, foreign, or of an ended session: the answer is the same (RFC 6750 section 3.1)."""

    status, code, message = 401, "invalid_token", "This token is not valid, or no longer."
    challenge = "invalid_token"


class SessionOver(InvalidToken):
    """The session of the cookie is over; the answer takes the cookie away."""

    message = "Your session is over: please log in again."


class InvalidClient(Refusal):
    """The client is missing or unknown, or its secret is wrong: the answer is the same (RFC 6749 section 5.2)."""

    status, code, message = 401, "invalid_client", ForPrograms("Authenticate as a registered client.")
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


class NotOffered(Refusal):
    """Switched off (GATEPOST_LOGIN_BY_CODE, GATEPOST_PASSKEYS, GATEPOST_LOST_FACTOR_WAIT), or not offered here."""

    status, code, message = 403, "not_offered", "This service does not offer this."


class InsufficientScope(Refusal):
    """No role of the caller gives the permission that the endpoint takes ([roles.md](roles.md)), or the scope lacks it:
    of the personal token ([personal-tokens.md](personal-tokens.md)), or of the session ([scopes.md](scopes.md))."""

    status, code, message = 403, "insufficient_scope", "This takes more rights than you have."
    challenge = "insufficient_scope"

    def __init__(self, *, scope: str = "") -> None:
        """*scope* would be enough for a token (RFC 6750 section 3)."""
        super().__init__()
        self.scope = scope


class AccountNotActive(Refusal):
    """The password is right, but the account is not activated yet, or was deactivated or suspended."""

    status, code, message = 403, "account_not_active", "This account is not active."


class NotFound(Refusal):
    """No endpoint has this path."""

    status, code, message = 404, "not_found", "There is nothing at this address."


class UserNotFound(Refusal):
    """The user does not exist, or the caller may not see them: the answer is the same."""

    status, code, message = 404, "user_not_found", "There is no such user."


class UnknownName(Refusal):
    """No key, client or message has this name (only on the command line and in the console)."""

    status, code, message = 404, "unknown_name", ForPrograms("There is nothing of this name.")


class NothingPending(Refusal):
    """No change of this address is waiting for verification."""

    status, code, message = 404, "nothing_pending", "No change of this waits to be proven."


class SessionNotFound(Refusal):
    """The session does not exist, is over, or is another user's: the answer is the same."""

    status, code, message = 404, "session_not_found", "There is no such session."


class MethodNotAllowed(Refusal):
    """The path has endpoints, but none for this method."""

    status, code, message = 405, "method_not_allowed", ForPrograms("This address does not take this method.")


class TooLarge(Refusal):
    """The body is too large."""

    status, code, message = 413, "too_large", "The body is larger than 64 KiB."


class UnsupportedMediaType(Refusal):
    """The body has another type. curl -d needs -H 'Content-Type: application/json'."""

    status, code = 415, "unsupported_media_type"
    message = ForPrograms("Send the body as JSON, with the header Content-Type: application/json.")


class FormRequired(UnsupportedMediaType):
    """The endpoint takes a form, as OAuth 2.0 does."""

    message = ForPrograms("Send a form, with the header Content-Type: application/x-www-form-urlencoded.")


class InternalError(Refusal):
    """The service failed. The request id in the answer leads to the log line."""

    status, code, message = 500, "internal_error", "Something went wrong on our side."
    oauth_code = "server_error"
