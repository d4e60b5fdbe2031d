"""Refusals to staff who act as a user."""

from gatepost.errors.refusal import Refusal


class ActsForAnother(Refusal):
    """Staff who act as a user (claim `act`) see the account and use other services. They change nothing of it."""

    status, code, message = 403, "acts_for_another", "Not while you act as somebody else: only the user may do this."
