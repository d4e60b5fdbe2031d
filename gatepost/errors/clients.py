"""Refusals about registered clients."""

from gatepost.errors.refusal import Refusal


class TwoSecrets(Refusal):
    """The client or the webhook is changing its secret already."""

    status, code, message = 409, "two_secrets", "This service has two secrets already. End the old one first."
