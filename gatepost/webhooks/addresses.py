"""Where webhooks may be: at https:// on public addresses, or at a host that GATEPOST_WEBHOOK_HOSTS lists."""

from collections.abc import Callable
from ipaddress import ip_address

from gatepost.errors import InvalidInput, Reason
from gatepost.public_addresses import is_any, is_public
from gatepost.server_addresses import http_address, is_loopback
from gatepost.settings import settings
from gatepost.webhooks.models import URL_MAX


def check_url(url: str) -> str:
    """*url*, if deliveries may go there. A name is looked up at each delivery, not here. Raises InvalidInput."""
    try:
        host = str(http_address(url).hostname)
    except ValueError:
        raise InvalidInput({"url": [Reason("Give an address such as https://app.example/webhooks.")]}) from None
    if len(url) > URL_MAX:
        raise InvalidInput({"url": [Reason("Use at most %(most)s characters.", most=URL_MAX)]})
    if (is_loopback(host) or _is_address(host)) and not may_reach(host)(host):
        raise InvalidInput(
            {"url": [Reason("This address is in a private network; GATEPOST_WEBHOOK_HOSTS permits one.")]}
        )
    return url


def may_reach(host: str) -> Callable[[str], bool]:
    """Tells of each address of *host* whether a connection may go there."""
    return is_any if _is_listed(host) else is_public


def _is_listed(host: str) -> bool:
    return host.lower() in {each.lower() for each in settings.webhook_hosts}


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
