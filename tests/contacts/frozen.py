"""Identifiers and the normal forms that they have had since they were first stored, to compare with those of today.

``python -m tests.contacts.frozen`` prints each difference, for the libraries that it finds. A line may only be changed
together with a rule by which accounts that are stored under its former form are still found.
"""

import csv
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from flask import Flask

from gatepost.app import create_app
from gatepost.contacts.normal_forms import email_forms, email_key
from gatepost.contacts.phone_numbers import mobile_forms, mobile_key
from gatepost.environment import load_settings
from gatepost.errors import InvalidInput
from gatepost.users.identifiers import username_forms, username_key

HERE = Path(__file__).parent
LISTS: dict[str, tuple[Callable[[str], str], Callable[[str], tuple[str, ...]]]] = {
    "contacts/frozen_numbers.csv": (mobile_key, mobile_forms),
    "contacts/frozen_emails.csv": (email_key, email_forms),
    "users/frozen_usernames.csv": (username_key, username_forms),
}
"""For each list the normal form of a new one, and the forms in which a known one is looked up."""


def lines(name: str) -> list[dict[str, str]]:
    """The lines of a list. Characters outside of ASCII are written as ``\\u…``; no form is an empty text."""
    with (HERE.parent / name).open(encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{key: value.encode().decode("unicode_escape") for key, value in row.items()} for row in rows]


def differences(instance: Path) -> Iterator[str]:
    """The differences between the lists and today."""

    @cache
    def service(region: str) -> Flask:
        return create_app(load_settings({}, instance=instance, phone_region=region))

    for name, (new, known) in LISTS.items():
        for line in lines(name):
            with service(line.get("region", "bare")).app_context():
                found = {"new": _form(new, line["written"]), "looked up": _form(known, line["written"])}
            for column, form in found.items():
                if form != line[column]:
                    yield f"{name}: {line['written']!a}, {column}: {form!a}, and was {line[column]!a}"


def _form(of: Callable[[str], str | tuple[str, ...]], written: str) -> str:
    try:
        form = of(written)
    except InvalidInput:
        return ""
    return form if isinstance(form, str) else " ".join(form)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = list(differences(Path(folder)))
    print("\n".join(found) or "No difference.")
    sys.exit(bool(found))
