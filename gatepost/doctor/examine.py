"""All examinations of an installation, in order."""

from collections.abc import Iterator

from gatepost.doctor.adoption import examine_adoption
from gatepost.doctor.database import examine_clock, examine_durability
from gatepost.doctor.encryption import examine_encryption
from gatepost.doctor.exposure import examine_exposure
from gatepost.doctor.file_system import examine_file_system
from gatepost.doctor.files import examine_files
from gatepost.doctor.finding import Finding
from gatepost.doctor.outside import examine_redis
from gatepost.doctor.own_files import examine_declarations, examine_own_files
from gatepost.doctor.passwords import examine_passwords
from gatepost.doctor.pooler import examine_pooler
from gatepost.doctor.secrets import examine_secrets
from gatepost.doctor.senders import examine_senders
from gatepost.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """The findings on settings, files and database. Raises SQLAlchemyError if the database is away."""
    yield from examine_without_database(settings)
    yield from examine_adoption()
    yield from examine_durability()
    yield from examine_clock()
    yield from examine_pooler(settings)


def examine_without_database(settings: Settings) -> Iterator[Finding]:
    """The findings that do not need the database."""
    yield from examine_secrets(settings)
    yield from examine_encryption(settings)
    yield from examine_exposure(settings)
    yield from examine_passwords(settings)
    yield from examine_senders(settings)
    yield from examine_files(settings)
    yield from examine_own_files(settings)
    yield from examine_declarations(settings)
    yield from examine_file_system(settings)
    yield from examine_redis(settings)
