"""The steps of docs/looks.md work."""

from pathlib import Path

import pytest

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.pages.looks.check import LOGO_MAX, check_looks
from gatepost.pages.looks.colours import shipped_colours
from gatepost.pages.looks.own import LOGOS, ROOMS
from gatepost.settings import BadSettings
from tests.docs.blocks import ROOT, blocks

PAGE = "docs/looks.md"
TEXT = (ROOT / PAGE).read_text()
BLOCKS = dict(blocks(PAGE))


def put(folder: Path, name: str, text: str) -> None:
    path = folder / "pages" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_logo_colours_a_text_and_a_template_of_ones_own_are_shown(tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    put(tmp_path, "colours.toml", BLOCKS["toml"])
    put(tmp_path, "words/en.po", BLOCKS["po"])
    put(tmp_path, "account/sign_in.html", BLOCKS["jinja"])
    settings = load_settings({}, instance=tmp_path)
    check_looks(settings)
    client = create_app(settings).test_client()
    text = client.get("/account/login").text
    assert "<h1>Welcome back</h1>" in text
    assert 'name="password"' in text
    assert '<p class="hint">New at the library? Ask at the desk.</p>' in text
    assert '<img class="logo" src="../assets/logo.svg?' in text
    assert "--accent: #7a1fa2; --mark: #7a1fa2;" in client.get("/assets/colours.css").text


def test_a_pale_colour_stops_the_start_as_the_page_says(tmp_path: Path) -> None:
    put(tmp_path, "colours.toml", BLOCKS["toml"].replace("#d9a6f0", "#7a1fa2"))
    with pytest.raises(BadSettings) as refused:
        check_looks(load_settings({}, instance=tmp_path))
    assert str(refused.value).replace(f"{tmp_path}", "instance") == BLOCKS["text"].strip()


def test_the_page_names_every_file_and_colour() -> None:
    names = {*LOGOS, "colours.toml", *(f"{folder}<name>.html" for folder in ROOMS if folder)}
    names |= {file.name for file in (ROOT / "gatepost/pages/html").glob("*.html")} | shipped_colours()["light"].keys()
    assert [name for name in names if f"`{name}`" not in TEXT] == []
    assert f"{LOGO_MAX // 1024} KiB" in TEXT
