"""Whether somebody may register by a provider: the one place where a registration by provider asks."""

from gatepost.providers.identity import Identity


def check_may_register(identity: Identity) -> None:
    """Raise a refusal if *identity* may have no account. Everybody may who brings a proven e-mail address."""
