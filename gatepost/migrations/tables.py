"""All tables. The metadata is complete because the models are imported here."""

from gatepost.audit import models as _audit
from gatepost.contacts import models as _contacts
from gatepost.database import Base
from gatepost.factors import models as _factors
from gatepost.invitations import models as _invitations
from gatepost.keys import models as _keys
from gatepost.login import models as _login
from gatepost.oauth import models as _oauth
from gatepost.one_time_codes import models as _codes
from gatepost.outbox import models as _outbox
from gatepost.passkeys import models as _passkeys
from gatepost.passwords import models as _passwords
from gatepost.providers import models as _providers
from gatepost.sessions import models as _sessions
from gatepost.throttling import models as _throttling
from gatepost.throttling import sms_hours as _sms
from gatepost.undos import models as _undos
from gatepost.users import external_ids as _external
from gatepost.users import known_devices as _devices
from gatepost.users import models as _users
from gatepost.users import personal_tokens as _personal
from gatepost.users import roles as _roles
from gatepost.webhooks import models as _webhooks

TABLES = (
    _users.User,
    _roles.Role,
    _roles.UserRole,
    _contacts.Contact,
    _contacts.PendingContact,
    _contacts.ContactUndo,
    _invitations.Invitation,
    _devices.KnownDevice,
    _external.ExternalId,
    _sessions.Session,
    _personal.PersonalToken,
    _codes.OneTimeProof,
    _outbox.Outbox,
    _throttling.ThrottleCount,
    _sms.SmsHour,
    _passwords.FormerPassword,
    _passkeys.PasskeyUser,
    _passkeys.Passkey,
    _passkeys.PasskeyChallenge,
    _factors.TotpFactor,
    _factors.RecoveryCode,
    _factors.LostFactor,
    _undos.WayInUndo,
    _login.PendingLogIn,
    _providers.ProviderLink,
    _providers.ProviderCode,
    _providers.UsedOnce,
    _audit.AuditEvent,
    _audit.AuditChain,
    _keys.SigningKey,
    _oauth.OAuthClient,
    _webhooks.Webhook,
    _webhooks.WebhookDelivery,
)
METADATA = Base.metadata
