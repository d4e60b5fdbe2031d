"""Each record's password is right, by the rules of the system that made it."""

import pytest

from gatepost.passwords.legacy.systems import SYSTEMS
from tests.legacy_passwords.records import HAS_LIBCRYPT, RECORDS, Record, cost, takes

_DEAR = 0.05  # seconds


def _when(record: Record) -> object:
    """Dear records wait for the night, but one of each system: that with decomposed accents, if there is one."""
    first = min((each for each in RECORDS if each.system == record.system), key=lambda each: each.kind != "nfd")
    dear = cost(record.read()) > _DEAR and record is not first
    return pytest.param(record, id=record.name, marks=[pytest.mark.at_night(everywhere=True)] if dear else [])


@pytest.mark.parametrize("record", [_when(record) for record in RECORDS])
def test_the_password_of_a_record_is_right(record: Record) -> None:
    assert takes(record.read(), record.password)


@pytest.mark.skipif(not HAS_LIBCRYPT, reason="this system has no libxcrypt")
def test_there_are_records_of_each_system_that_is_named_after_them() -> None:
    assert {record.system for record in RECORDS} == set(SYSTEMS)
