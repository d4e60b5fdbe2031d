"""Whether two identifiers are the same is decided by their normal forms, in the modules that make them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "gatepost"
IDENTIFIERS = ["contacts", "users", "registration", "contact_changes", "accounts", "login", "one_time_codes", "inbox"]
MAKE_NORMAL_FORMS = {"contacts/normal_forms.py", "contacts/phone_numbers.py"}
OTHER = {"users/check_fields.py": 2}  # Male and Female
"""How often a module changes the case of something that is no identifier."""


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize("room", IDENTIFIERS)
def test_no_other_module_of_these_rooms_compares_in_lower_case(room: str) -> None:
    for file in sorted((ROOT / room).rglob("*.py")):
        name = str(file.relative_to(ROOT))
        if name not in MAKE_NORMAL_FORMS:
            found = re.findall(r"\.(?:lower|upper|casefold|swapcase)\(", file.read_text(encoding="utf-8"))
            assert len(found) == OTHER.get(name, 0), name
