"""Refusals about personal access tokens."""

from gatepost.errors.reason import ForPrograms
from gatepost.errors.refusal import Refusal


class SessionRequired(Refusal):
    """No personal token opens this, whatever its scope: log in, and send an access token."""

    status, code, message = 403, "session_required", ForPrograms("No personal token opens this: log in instead.")
    challenge = "insufficient_scope"


class PersonalTokenNotFound(Refusal):
    """The personal token does not exist, has been revoked, or is another user's: the answer is the same."""

    status, code, message = 404, "personal_token_not_found", "There is no such token."


class TooManyPersonalTokens(Refusal):
    """The user has GATEPOST_PERSONAL_TOKENS_PER_USER: revoke one first."""

    status, code, message = 409, "too_many_personal_tokens", "There are too many tokens: revoke one first."
