"""Refusals about passkeys."""

from gatepost.errors.refusal import Refusal


class InvalidPasskey(Refusal):
    """The answer of the authenticator is forged, late, or used before; or it is of another site, page, challenge,
    session or device, or its user was not verified. The answer is the same."""

    status, code, message = 403, "invalid_passkey", "This answer of a passkey is not valid, or no longer."


class UnknownPasskey(InvalidPasskey):
    """No account has this passkey, perhaps any more: the page can tell the browser (signalUnknownCredential)."""

    code, message = "unknown_passkey", "No account here has this passkey."


class PasskeyNotFound(Refusal):
    """The passkey does not exist, or is another user's: the answer is the same."""

    status, code, message = 404, "passkey_not_found", "There is no such passkey."


class PasskeyTaken(Refusal):
    """This passkey was added before."""

    status, code, message = 409, "passkey_taken", "This passkey was added before."


class TooManyPasskeys(Refusal):
    """The account has 50 passkeys: remove one first."""

    status, code, message = 409, "too_many_passkeys", "There are too many passkeys: remove one first."
