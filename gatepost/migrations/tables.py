"""All tables. The metadata is complete because the models are imported here."""

from gatepost.audit import models as _audit
from gatepost.contacts import models as _contacts
from gatepost.database import Base
from gatepost.keys import models as _keys
from gatepost.oauth import models as _oauth
from gatepost.one_time_codes import models as _codes
from gatepost.outbox import models as _outbox
from gatepost.passwords import models as _passwords
from gatepost.sessions import models as _sessions
from gatepost.throttling import models as _throttling
from gatepost.users import known_devices as _devices
from gatepost.users import models as _users

TABLES = (
    _users.User,
    _contacts.Contact,
    _contacts.PendingContact,
    _contacts.ContactUndo,
    _devices.KnownDevice,
    _sessions.Session,
    _codes.OneTimeProof,
    _outbox.Outbox,
    _throttling.ThrottleCount,
    _passwords.FormerPassword,
    _audit.AuditEvent,
    _audit.AuditChain,
    _keys.SigningKey,
    _oauth.OAuthClient,
)
METADATA = Base.metadata
