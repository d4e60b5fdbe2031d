"""Pages for people at ``/account``: sign in, register, manage one's account. The deeds are those of the endpoints."""

from gatepost.account.acting import room as acting
from gatepost.account.activate import room as activate
from gatepost.account.addresses import room as addresses
from gatepost.account.app_factor import room as app_factor
from gatepost.account.confirm import room as confirm
from gatepost.account.delete import room as delete
from gatepost.account.details import room as details
from gatepost.account.events import room as events
from gatepost.account.factors import room as factors
from gatepost.account.forgot import room as forgot
from gatepost.account.forward import host_room
from gatepost.account.forward import room as forward
from gatepost.account.home import room as home
from gatepost.account.linking import room as linking
from gatepost.account.passkeys import room as passkeys
from gatepost.account.password import room as password
from gatepost.account.pending_address import room as pending_address
from gatepost.account.providers import room as providers
from gatepost.account.register import room as register
from gatepost.account.sessions import room as sessions
from gatepost.account.sign_in import room as sign_in
from gatepost.account.sign_in_code import room as sign_in_code
from gatepost.account.sign_in_factor import room as sign_in_factor
from gatepost.account.sign_in_passkey import room as sign_in_passkey
from gatepost.account.sign_in_with import room as sign_in_with
from gatepost.account.sign_out import room as sign_out
from gatepost.account.tokens import room as tokens

rooms = (
    sign_in,
    sign_in_code,
    sign_in_factor,
    sign_in_passkey,
    sign_in_with,
    sign_out,
    register,
    activate,
    forgot,
    confirm,
    home,
    forward,
    host_room,
    details,
    addresses,
    pending_address,
    password,
    factors,
    app_factor,
    passkeys,
    providers,
    linking,
    sessions,
    tokens,
    events,
    delete,
    acting,
)
