"""Has the caller logged in recently enough for what they ask?"""

from gatepost import clock
from gatepost.caller import Caller
from gatepost.errors import ReauthenticationRequired
from gatepost.settings import settings


def require_recent_login(caller: Caller) -> None:
    """Raises ReauthenticationRequired where recent log-ins are asked for and this one is older (RFC 9470)."""
    if settings.reauthentication and clock.now() - caller.authenticated_at > settings.recent:
        raise ReauthenticationRequired
