"""The protocol that a provider speaks. Its libraries are imported where a provider is set up, and at no other start."""

from types import ModuleType

from gatepost.settings.providers import Provider


def protocol_of(provider: Provider) -> ModuleType:
    """The module that has ``authorization_url`` and ``redeem`` for this *provider*."""
    from gatepost.providers import github, openid  # noqa: PLC0415  few installations have providers

    return openid if provider.by_openid else github


def load_protocols() -> None:
    """Import them now, so that workers who are forked share what they need."""
    from gatepost.providers import github, openid  # noqa: F401, PLC0415
