"""Refusals about webhooks."""

from gatepost.errors.reason import ForPrograms
from gatepost.errors.refusal import Refusal


class WebhookNotFound(Refusal):
    """No webhook has this id."""

    status, code, message = 404, "webhook_not_found", "There is no such webhook."


class DeliveryNotFound(Refusal):
    """The webhook has no delivery of this id, or it is kept no longer."""

    status, code, message = 404, "delivery_not_found", ForPrograms("There is no such delivery.")


class WebhookDisabled(Refusal):
    """Nothing is sent to a disabled webhook: enable it first."""

    status, code, message = 409, "webhook_disabled", "This webhook is disabled. Enable it first."
