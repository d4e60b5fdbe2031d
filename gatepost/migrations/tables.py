"""All tables: importing the models is what fills the metadata."""

from gatepost.attempts import models as _attempts
from gatepost.audit import models as _audit
from gatepost.database import Base
from gatepost.keys import models as _keys
from gatepost.messaging import models as _messaging
from gatepost.oauth import models as _oauth
from gatepost.passwords import models as _passwords
from gatepost.sessions import models as _sessions
from gatepost.tokens import models as _tokens
from gatepost.users import devices as _devices
from gatepost.users import models as _users
from gatepost.users import pending as _pending

TABLES = (
    _users.User,
    _pending.PendingAddress,
    _pending.AddressUndo,
    _devices.KnownDevice,
    _sessions.Session,
    _tokens.OneTimeProof,
    _tokens.Allowance,
    _messaging.Outbox,
    _attempts.FailedAttempts,
    _passwords.FormerPassword,
    _audit.AuditEvent,
    _audit.AuditChain,
    _keys.SigningKey,
    _oauth.OAuthClient,
)
METADATA = Base.metadata
