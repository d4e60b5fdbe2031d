"""Refusals about second factors."""

from collections.abc import Sequence

from gatepost.errors.refusal import Refusal


class SecondFactorRequired(Refusal):
    """The first proof is right, and a second factor is due: send it to POST /user/login/factor with the token."""

    status, code, message = 403, "second_factor_required", "A second factor is needed."

    def __init__(self, *, token: str, factors: Sequence[str], expires_in: int) -> None:
        super().__init__()
        self.due = {"token": token, "factors": list(factors), "expires_in": expires_in}


class EnrolmentRequired(Refusal):
    """GATEPOST_SECOND_FACTOR asks this user for a second factor, and they have none yet: POST /user/factors/totp, or
    POST /user/passkeys/options."""

    status, code, message = 403, "enrolment_required", "Set up a second factor first."


class FactorLocked(Refusal):
    """A hundred codes in a row were wrong, so no code of an app is right: a recovery code opens it again."""

    status, code, message = 403, "factor_locked", "Too many wrong codes: use a recovery code."


class FactorNotFound(Refusal):
    """The second factor does not exist, or is another user's: the answer is the same."""

    status, code, message = 404, "factor_not_found", "There is no such factor."


class LastFactor(Refusal):
    """GATEPOST_SECOND_FACTOR asks this user for a second factor, and this is the only one."""

    status, code, message = 409, "last_factor", "This is your only second factor: set up another one first."


class TooManyFactors(Refusal):
    """The user has as many second factors of this kind as one may have."""

    status, code, message = 409, "too_many_factors", "You have enough of these: remove one first."
