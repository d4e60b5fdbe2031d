"""The subject comes first: no sentence of ours begins with a bare Who, Whoever or What, unless it asks a question."""

import ast
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from gatepost.api.openapi import openapi
from gatepost.app import ROOMS

ROOT = Path(__file__).parents[2]
TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md", "examples/README.md")
CLIENTS = ("clients/python/README.md", "clients/typescript/README.md")
PAGES = sorted([*(ROOT / name for name in (*TOP, *CLIENTS)), *(ROOT / "docs").rglob("*.md")])
MODULES = sorted((ROOT / "gatepost").rglob("*.py"))
_FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*#|>]|\d+\.) ?)|(?<!\\)\|")
_MARKS = re.compile(r"^(?:[\s>#|*_\"'(“]|- |\d+\. )+")
_BARE = re.compile(r"(?:Who|Whoever|Whom|Whose|What|Whatever)\b")


def test_no_sentence_of_a_page_begins_with_who_or_what() -> None:
    pages = {page.relative_to(ROOT).as_posix(): _FENCE.sub("", page.read_text()) for page in PAGES}
    found = [(name, sentence) for name, text in pages.items() for sentence in offending(text)]
    assert found == []


def test_no_sentence_of_a_module_begins_with_who_or_what() -> None:
    texts = ((module, text) for module in MODULES for text in (*docstrings(module), *comments(module)))
    found = [(f"{module.relative_to(ROOT)}", sentence) for module, text in texts for sentence in offending(text)]
    described = " ".join(json.dumps(openapi(ROOMS, server="/"), ensure_ascii=False).replace("\\n", " ").split())
    assert [each for each in found if each[1] not in described] == []  # the API's description is part of the contract


def test_a_statement_is_found_and_a_question_is_not() -> None:
    text = "Fine. Who asks learns nothing.\n- What is sealed\n- What is it? It is sealed.\n| Whose it is | and what |"
    assert list(offending(text)) == ["Who asks learns nothing.", "What is sealed", "Whose it is"]


def offending(text: str) -> Iterator[str]:
    """The sentences that begin so. A line that begins a list, a heading or a cell of a table begins a sentence."""
    for block in _BLOCK.split(text):
        for sentence in re.split(r"(?<=[.!?])[*_)\"”]*\s+", " ".join(block.split())):
            bare = _MARKS.sub("", sentence)
            if _BARE.match(bare) and not bare.rstrip('*_")” ').endswith("?"):
                yield bare


def docstrings(module: Path) -> Iterator[str]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, documented) and (text := ast.get_docstring(node)):
            yield text


def comments(module: Path) -> Iterator[str]:
    """The comments, those on lines that follow one another together."""
    last, text = 0, ""
    with module.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.COMMENT:
                if token.start[0] > last + 1:
                    yield text
                    text = ""
                last, text = token.start[0], f"{text} {token.string.lstrip('# ')}"
    yield text
