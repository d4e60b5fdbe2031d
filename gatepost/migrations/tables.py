"""All tables: importing the models is what fills the metadata."""

from gatepost.audit import models as _audit
from gatepost.database import Base
from gatepost.keys import models as _keys
from gatepost.oauth import models as _oauth
from gatepost.sessions import models as _sessions
from gatepost.users import models as _users

TABLES = (_users.User, _sessions.Session, _audit.AuditEvent, _keys.SigningKey, _oauth.OAuthClient)
METADATA = Base.metadata
