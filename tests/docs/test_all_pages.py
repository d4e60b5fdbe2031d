"""What every page must keep: its links, and the files and settings that it names."""

import re
from pathlib import Path

import pytest

from gatepost.environment import secret_variables, variable
from gatepost.settings import Settings

ROOT = Path(__file__).parents[2]
TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md", "examples/README.md")
CLIENTS = ("clients/python/README.md", "clients/typescript/README.md")
PAGES = sorted([*(ROOT / name for name in (*TOP, *CLIENTS)), *(ROOT / "docs").rglob("*.md")])
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@each_page
def test_every_link_into_a_page_names_a_heading_of_it(page: Path) -> None:
    links = re.findall(r"\]\(((?!https?:)[^)#\s]*)#([^)\s]+)\)", page.read_text())
    assert [link for link in links if link[1] not in anchors(page.parent / link[0] if link[0] else page)] == []


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives to the headings of *page*."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_page
def test_every_module_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"`(?:gatepost/)?([a-z]+/[a-z_]+\.py)`", page.read_text())
    assert [path for path in named if not (ROOT / "gatepost" / path).exists() and not (ROOT / path).exists()] == []


@each_page
def test_every_setting_that_is_named_exists(page: Path) -> None:
    known = {variable(name) for name in Settings.model_fields} | {f"{name}_FILE" for name in secret_variables()}
    assert set(re.findall(r"\bGATEPOST_[A-Z][A-Z0-9_]+", page.read_text())) <= known


@each_page
def test_every_decision_is_named_by_the_number_of_its_file(page: Path) -> None:
    named = re.findall(r"\[[Dd]ecision\s(\d+)\]\([^)]*?0*(\d+)-[^)]*\)", page.read_text())
    assert [pair for pair in named if pair[0] != pair[1]] == []


@each_page
def test_every_file_of_the_checkout_that_is_named_exists(page: Path) -> None:
    folders = "bench|clients|deploy|docs|examples|findings|tests|tools"
    named = re.findall(rf"`((?:{folders})/(?!\.work)[\w./-]+)(?:::\w+)?`", page.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((.+?\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("0*.md"))
