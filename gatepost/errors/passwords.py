"""Refusals about passwords, and about living without one."""

from gatepost.errors.refusal import Refusal


class NoPassword(Refusal):
    """The user has no password that could be removed."""

    status, code, message = 404, "no_password", "You have no password."


class NoPasskey(Refusal):
    """The user has no passkey that could log in without the password."""

    status, code, message = 409, "no_passkey", "Add a passkey first: it is to log you in without your password."


class NoVerifiedAddress(Refusal):
    """No address of the user is verified, by which they could get back in without the passkey."""

    status, code = 409, "no_verified_address"
    message = "Verify an address first: without your passkey it is your way back."


class PasswordChangeRequired(Refusal):
    """The password is right, but an operator has expired it: repeat the log-in with ``new_password``, or change it."""

    status, code = 403, "password_change_required"
    message = "Choose a new password: log in again and send it as new_password."


class WrongPassword(Refusal):
    """A signed-in user sent a password that is not their present one."""

    status, code, message = 403, "wrong_password", "The password is wrong."
