"""The relying party: whose passkeys these are, and from which pages they are taken."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from gatepost.errors import ForPrograms, NotOffered
from gatepost.settings import is_ip_address, settings

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NO_DOMAIN = ForPrograms("Passkeys need a domain name in GATEPOST_PUBLIC_URL: browsers have none for an IP address.")


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Its *id* is the domain to which passkeys belong; *origins* are those of the pages that may use them, exactly."""

    id: str
    name: str
    origins: tuple[str, ...]


def relying_party() -> RelyingParty:
    """The one of the present settings. Raises NotOffered where passkeys are off or there is no domain name."""
    if not settings.passkeys:
        raise NotOffered
    address = urlsplit(settings.public_url or settings.local_address)
    host = address.hostname or ""
    if is_ip_address(host):
        raise NotOffered(_NO_DOMAIN)
    port = "" if address.port in (None, _DEFAULT_PORTS[address.scheme]) else f":{address.port}"
    own = f"{address.scheme}://{host}{port}"
    origins = (own, *settings.passkey_origins, *settings.passkey_related_origins)
    return RelyingParty(settings.passkey_rp_id or host, settings.service_name, origins)
