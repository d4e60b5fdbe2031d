"""docs/moving-in.md names formats and options that exist, and every format."""

import io
import re
import shlex

import pytest

from gatepost.imports.formats import FORMATS
from tests.docs.blocks import ROOT

PAGE = (ROOT / "docs/moving-in.md").read_text()
COMMANDS = re.findall(r"^gatepost users import .+$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_names_a_format_and_options_that_it_has(command: str) -> None:
    words = shlex.split(command)
    options = dict(words[place + 1].split("=", 1) for place, word in enumerate(words) if word == "--option")
    read = FORMATS[words[words.index("--from") + 1]]
    read(io.BytesIO(b"id\n"), options)  # an unknown option raises


def test_every_format_is_named() -> None:
    named = set(re.findall(r"--from ([\w-]+)", PAGE))
    for row in re.findall(r"^\| [^|]+ \| .+? \| (`.+?`) \|.*$", PAGE, re.MULTILINE):
        named |= set(re.findall(r"`([a-z0-9][\w-]*)`", row))
    assert FORMATS.keys() - {"jsonl", "csv"} == named


def test_ten_systems_have_a_path_of_their_own() -> None:
    assert len(re.findall(r"^### (?!Others)", PAGE, re.MULTILINE)) >= 10
