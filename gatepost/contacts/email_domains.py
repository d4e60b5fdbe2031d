"""The domains of new e-mail addresses: allowed, refused, and those of throwaway mailboxes."""

from functools import lru_cache

from gatepost.contacts.address import Address
from gatepost.errors import InvalidInput, Reason
from gatepost.server_addresses import ascii_host
from gatepost.settings import settings

_REFUSED = Reason("Addresses of this domain are not taken here. Give another one.")


def check_domain(address: Address) -> None:
    """Refuse a new address whose domain the settings refuse. It depends on the text alone. Raises InvalidInput."""
    if address.kind != "email":
        return
    domain = address.key.rpartition("@")[2]
    allowed = not settings.email_domains or _is_among(domain, settings.email_domains)
    refused = _is_among(domain, settings.email_domains_refused)
    if not allowed or refused or (settings.email_disposable == "refused" and is_disposable(domain)):
        raise InvalidInput({"email": [_REFUSED]})


@lru_cache(maxsize=1024)
def is_disposable(domain: str) -> bool:
    """Whether this domain, or one above it, is known to give mailboxes to anybody for a while."""
    from disposable_email_domains import blocklist  # noqa: PLC0415  few installations ask for it

    try:
        domain = ascii_host(domain)
    except UnicodeError:
        return False
    labels = domain.split(".")
    return any(".".join(labels[place:]) in blocklist for place in range(len(labels) - 1))


def _is_among(domain: str, names: tuple[str, ...]) -> bool:
    """``example.org`` is that domain alone, ``*.example.org`` every one below it."""
    return any(domain.endswith(name[1:]) if name.startswith("*.") else domain == name for name in names)
