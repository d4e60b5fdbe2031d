"""bcrypt in all its prefixes: two of them mean another computation."""

import pytest

from gatepost.passwords.legacy.systems import find_system
from tests.legacy_passwords.records import HAS_LIBCRYPT, takes

_PASSWORD = "pässword"
_SAME = "04$......................zGba3rUzo6RobFnEbJ3ZOnvxLsnfNBK"  # libxcrypt 4.4, $2y$
_FIRST = "$2$04$......................Q1bhEFWxaQnt.UYJhr5Rhd2FnlTwRH."  # libpass 1.9
_SIGNED = "$2x$04$......................nHm9TPb5OCQMiaGD0TytsK7Y1Zl8XmK"  # libxcrypt 4.4


@pytest.mark.parametrize("stored", [*(f"${prefix}${_SAME}" for prefix in ("2a", "2b", "2y")), _FIRST])
def test_a_hash_of_each_prefix_is_verified(stored: str) -> None:
    recipe = find_system("bcrypt").read(stored, {}).check()
    assert takes(recipe, _PASSWORD)
    assert not takes(recipe, "password")


@pytest.mark.skipif(not HAS_LIBCRYPT, reason="this system has no libxcrypt")
def test_a_hash_with_the_fault_of_old_libraries_is_verified_with_it() -> None:
    recipe = find_system("bcrypt").read(_SIGNED, {}).check()
    assert takes(recipe, _PASSWORD)
    assert not takes(recipe, "password")
    assert not takes(find_system("bcrypt").read(f"$2x${_SAME}", {}).check(), _PASSWORD)
