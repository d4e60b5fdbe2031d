"""Examination of messages, pages and fields of one's own, in the data folder."""

from collections.abc import Iterator

from gatepost.doctor.finding import Finding
from gatepost.fields.declared import check_declarations
from gatepost.messaging.templates.check_templates import check_templates
from gatepost.pages.looks.check import check_looks, find_unused
from gatepost.settings import BadSettings, Settings


def examine_declarations(settings: Settings) -> Iterator[Finding]:
    """Whether the fields of users are declared as they have to be."""
    try:
        check_declarations(settings)
    except BadSettings as refused:
        yield _finding(refused, "docs/fields.md")


def examine_own_files(settings: Settings) -> Iterator[Finding]:
    """The first file with which the service does not start, and the words that no page shows."""
    try:
        check_templates(settings)
        check_looks(settings)
    except BadSettings as refused:
        yield _finding(refused, "docs/looks.md")
        return
    for place in find_unused(settings):
        yield Finding(place, "no page has this text.", "Copy it from the page's template, or remove it.", grave=False)


def _finding(refused: BadSettings, page: str) -> Finding:
    place, _, problem = str(refused).partition(": ")
    return Finding(place, problem, f"Until this is mended, the service does not start ({page}).")
