"""A record that was changed is another one, or none."""

import re

import pytest

from gatepost.passwords.imported import UnusableHash
from gatepost.passwords.legacy.recipe import Recipe
from gatepost.passwords.legacy.systems import find_system
from tests.legacy_passwords.records import RECORDS, Record

# Of their long keys the first block is kept, so the last character is no part of what is verified (test_long_keys.py).
_LONG_KEYS = {
    "Kuzzle",
    "Payload CMS (older records, still read)",
    "libpass atlassian_pbkdf2_sha1",
    "passport-local-mongoose",
}
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _read(record: Record, stored: str) -> Recipe | None:
    try:
        return find_system(record.system).read(stored, record.extra).check()
    except UnusableHash:
        return None


def _digest_ends(stored: str) -> list[int]:
    """Where the digest of *stored* ends: at its end, or in an object at the end of each long text."""
    if stored.startswith('{"'):
        return [found.end() - 1 for found in re.finditer(r"[A-Za-z0-9+/]{40,}", stored)]
    return [len(stored.rstrip("=")) - 1]


def _is_as_before(record: Record, after: Recipe | None) -> bool:
    before = record.read()
    return after is not None and (after.digest, after.settings) == (before.digest, before.settings)


def test_no_change_of_the_last_character_leaves_a_record_as_it_was() -> None:
    for record in (each for each in RECORDS if each.system not in _LONG_KEYS):
        for place in _digest_ends(record.stored):
            old = record.stored[place]
            for other in {_BASE64[(_BASE64.find(old) + 1) % 64], "0" if old != "0" else "1"}:
                changed = record.stored[:place] + other + record.stored[place + 1 :]
                assert not _is_as_before(record, _read(record, changed)), record.name


@pytest.mark.parametrize("cut", [1, 2, 5], ids="without the last {}".format)
def test_a_record_that_is_cut_off_is_refused_but_where_its_salt_is_at_the_end(cut: int) -> None:
    for record in RECORDS:
        after = _read(record, record.stored[:-cut])
        if after is not None:
            assert after.scheme == "digest", record.name
            assert after.settings["behind"] != record.read().settings["behind"], record.name


def test_a_record_with_more_behind_it_is_refused_but_for_blanks_behind_an_object() -> None:
    for record in RECORDS:
        blanks = [] if record.stored.startswith('{"') else ["\n", " "]
        for more in ["x", "=", "$", "\0", *blanks]:
            assert _read(record, record.stored + more) is None, (record.name, more)
