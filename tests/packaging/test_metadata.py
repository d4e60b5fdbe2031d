"""The page of the wheel as a package index shows it."""

import email
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from trove_classifiers import classifiers

from gatepost import __version__
from tests.development.test_locks import ROOT, locked
from tests.packaging.wheels import INFORMATION, read

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def facts(wheel: Path) -> email.message.Message:
    return email.message_from_string(read(wheel, f"{INFORMATION}/METADATA"))


def test_the_wheel_says_what_it_is_and_needs(facts: email.message.Message) -> None:
    assert (facts["Name"], facts["Version"], facts["License-Expression"]) == ("gatepost", __version__, "MIT")
    assert facts["Requires-Python"] == ">=3.11"
    pinned = {canonicalize_name(pin.name) for pin in locked("requirements.txt").values()}
    needed = [Requirement(each) for each in facts.get_all("Requires-Dist") if "extra ==" not in each]
    assert {canonicalize_name(each.name) for each in needed} <= pinned


def test_it_offers_the_extras(facts: email.message.Message) -> None:
    assert set(facts.get_all("Provides-Extra")) == {"gunicorn", "mysqlclient", "otel", "redis"}


def test_every_classifier_is_known_to_the_index(facts: email.message.Message) -> None:
    told = facts.get_all("Classifier")
    assert set(told) == set(PROJECT["classifiers"]) <= classifiers
    assert "Typing :: Typed" in told


def test_it_starts_by_one_command(wheel: Path) -> None:
    assert read(wheel, f"{INFORMATION}/entry_points.txt") == "[console_scripts]\ngatepost = gatepost.__main__:main\n"


def test_the_long_description_is_the_readme_without_links_into_the_repository(facts: email.message.Message) -> None:
    shown, readme = str(facts.get_payload()), (ROOT / "README.md").read_text()
    assert facts["Description-Content-Type"] == "text/markdown"
    assert "](docs/" in readme
    assert [link for link in re.findall(r"\]\(([^)\s]+)\)", shown) if not link.startswith("https://")] == []
    headings = re.compile(r"^#+ .+$", re.MULTILINE)
    assert headings.findall(shown) == headings.findall(readme)
    assert "Licence: MIT." in shown
