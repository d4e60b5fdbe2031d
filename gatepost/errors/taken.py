"""Refusals because another account has an identifier."""

from gatepost.errors.refusal import Refusal


class UsernameTaken(Refusal):
    """Another account has this username, in any letter case."""

    status, code, message = 409, "username_taken", "This username is taken."


class MobileTaken(Refusal):
    """Another account has this mobile number, in any spelling."""

    status, code, message = 409, "mobile_taken", "This mobile number is taken."


class EmailTaken(Refusal):
    """Another account has this e-mail address, in any spelling."""

    status, code, message = 409, "email_taken", "This e-mail address is taken."
