"""The pages of the console, and the permission that each takes."""

from typing import NamedTuple

from gatepost.caller import Caller
from gatepost.pages.words import marked
from gatepost.permissions import Permission
from gatepost.users.permissions import rights_of


class Item(NamedTuple):
    """A page in the menu, by its path below the root of the service."""

    path: str
    label: str
    permission: Permission | None = None


MENU = (
    Item("admin/console", marked("Overview")),
    Item("admin/console/users", marked("Users"), "users:read"),
    Item("admin/console/events", marked("Events"), "audit:read"),
    Item("admin/console/messages", marked("Messages"), "outbox:read"),
    Item("admin/console/invitations", marked("Invitations"), "users:invite"),
    Item("admin/console/roles", marked("Roles"), "roles:write"),
    Item("admin/console/clients", marked("Services"), "clients:write"),
    Item("admin/console/webhooks", marked("Webhooks"), "webhooks:read"),
    Item("admin/console/keys", marked("Keys"), "keys:write"),
)


def menu_of(caller: Caller) -> list[Item]:
    """The pages that *caller* may see."""
    rights = rights_of(caller)
    return [each for each in MENU if each.permission is None or each.permission in rights]
