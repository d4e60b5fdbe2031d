"""Notice a device that is new to its user (ASVS 6.3.5)."""

from ipaddress import IPv6Address, ip_address, ip_network

from gatepost.caller import Client
from gatepost.crypto import derive_key, keyed_digest
from gatepost.notices.notify import notify
from gatepost.sessions.device_name import device_name
from gatepost.settings import settings
from gatepost.users.known_devices import is_new_device
from gatepost.users.models import User

_PREFIXES = {4: 16, 6: 32}  # about what one provider has in one region


def notice_device(user: User, *, client: Client) -> None:
    """Remember this device, and notify *user* if it is new to them. Their first device is no news."""
    device = device_name(client.user_agent)
    if is_new_device(user.uuid, _digest(user.uuid, device, client.address)):
        notify(user, "new_device", device=device, address=client.address)


def _digest(user_uuid: str, device: str, address: str) -> str:
    """A keyed digest of the user, the program without its version, and the network around the address."""
    text = f"{user_uuid} {device.rstrip('0123456789. ')} {_network(address)}"
    return keyed_digest(text, key=derive_key(settings.secret_key, "known devices")).hex()


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network((found.packed, _PREFIXES[found.version]), strict=False))
