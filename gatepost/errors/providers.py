"""Refusals about other providers."""

from gatepost.errors.refusal import Refusal


class UnknownProvider(Refusal):
    """GATEPOST_PROVIDERS has no provider of this name."""

    status, code, message = 404, "unknown_provider", "There is no such provider here."


class LogInNotBegun(Refusal):
    """The state is of another browser or provider, forged, older than ten minutes, or was used: the answer is the
    same.
    """

    status, code, message = 403, "log_in_not_begun", "This log-in was not begun in this browser, or is over."


class ProviderRefused(Refusal):
    """The provider did not confirm who the user is, or what it sent is not valid: the answer is the same."""

    status, code, message = 403, "provider_refused", "The provider did not confirm who you are."


class UnprovenEmail(Refusal):
    """The provider does not say that the e-mail address is proven, so no account can rest on it."""

    status, code = 403, "unproven_email"
    message = "The provider does not say that your e-mail address is yours: register here first, then link it."


class ProviderLinkNotFound(Refusal):
    """The link does not exist, or is another user's: the answer is the same."""

    status, code, message = 404, "provider_link_not_found", "There is no such link to a provider."


class AlreadyLinked(Refusal):
    """This account at the provider is linked with another account here."""

    status, code, message = 409, "already_linked", "This account of the provider belongs to another account here."


class LastWayIn(Refusal):
    """Without it the user could not log in any more."""

    status, code, message = 409, "last_way_in", "This is your only way in: choose a password first."
