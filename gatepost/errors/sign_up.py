"""Refusals about who may sign up."""

from gatepost.errors.refusal import Refusal


class SignUpClosed(Refusal):
    """Where SIGN_UP is closed, nobody registers."""

    status, code, message = 403, "sign_up_closed", "Nobody can register here."


class InvitationRequired(Refusal):
    """Where SIGN_UP is invited, a registration takes the token of an invitation."""

    status, code, message = 403, "invitation_required", "Registering takes an invitation."


class InvitationNotFound(Refusal):
    """No invitation has this id: it was used, withdrawn, or never sent."""

    status, code, message = 404, "invitation_not_found", "There is no such invitation."
