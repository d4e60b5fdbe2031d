"""Examine an installation: all that is looked at, in order."""

from collections.abc import Iterator

from gatepost.doctor.database import examine_clock, examine_durability
from gatepost.doctor.exposure import examine_exposure
from gatepost.doctor.files import examine_files
from gatepost.doctor.finding import Finding
from gatepost.doctor.passwords import examine_passwords
from gatepost.doctor.place import examine_place
from gatepost.doctor.secrets import examine_secrets
from gatepost.doctor.senders import examine_senders
from gatepost.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """What is not as it should be where people's accounts depend on it. The database must be there."""
    yield from examine_alone(settings)
    yield from examine_durability()
    yield from examine_clock()


def examine_alone(settings: Settings) -> Iterator[Finding]:
    """As much of it as can be said without the database."""
    yield from examine_secrets(settings)
    yield from examine_exposure(settings)
    yield from examine_passwords(settings)
    yield from examine_senders(settings)
    yield from examine_files(settings)
    yield from examine_place(settings)
