"""The console at ``/admin/console``: pages for the support and administrators over the deeds of ``/admin``."""

from gatepost.console.assets import room as assets
from gatepost.console.clients import room as clients
from gatepost.console.events import room as events
from gatepost.console.impersonate import room as impersonate
from gatepost.console.invitations import room as invitations
from gatepost.console.keys import room as keys
from gatepost.console.messages import room as messages
from gatepost.console.overview import room as overview
from gatepost.console.roles import room as roles
from gatepost.console.user import room as user
from gatepost.console.user_account import room as user_account
from gatepost.console.user_deeds import room as user_deeds
from gatepost.console.user_fields import room as user_fields
from gatepost.console.user_removals import room as user_removals
from gatepost.console.users import room as users
from gatepost.console.webhooks import room as webhooks

of_users = (users, user, user_account, user_deeds, user_fields, user_removals, impersonate)
rooms = (assets, overview, *of_users, events, messages, invitations, roles, clients, webhooks, keys)
