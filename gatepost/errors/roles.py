"""Refusals about roles."""

from gatepost.errors.refusal import Refusal


class LacksPermission(Refusal):
    """The role, or the change of one, gives or takes a permission that the caller lacks."""

    status, code, message = 403, "lacks_permission", "You can give and take only what you may do yourself."


class RoleNotFound(Refusal):
    """No role has this name."""

    status, code, message = 404, "role_not_found", "There is no such role."


class BuiltInRole(Refusal):
    """`administrator`, `support` and `user` can be neither changed nor deleted."""

    status, code, message = 409, "built_in_role", "This role is built in and stays as it is."


class RoleHeld(Refusal):
    """The role can be deleted once no user holds it."""

    status, code, message = 409, "role_held", "Somebody holds this role: take it from them first."


class LastAdministrator(Refusal):
    """The only active administrator can be neither demoted nor deleted nor deactivated nor suspended."""

    status, code, message = 409, "last_administrator", "This is the only administrator: appoint another one first."
