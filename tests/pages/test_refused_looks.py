"""Files in the data folder that cannot be shown refuse the start, with file and line."""

from pathlib import Path
from typing import Any

import pytest

from gatepost.app import create_app
from gatepost.doctor.own_files import examine_own_files
from gatepost.environment import load_settings
from gatepost.pages.looks.check import LOGO_MAX, check_looks
from gatepost.serving.prepare import prepare_to_serve
from gatepost.settings import BadSettings
from tests.pages.conftest import Put

SIGN_IN = "account/sign_in.html"
IN = '{% extends "frame.html" %}\n{% block inside %}'
PO = 'msgid "Use at least %(least)s characters."\nmsgstr '


def refusal(folder: Path) -> str:
    with pytest.raises(BadSettings) as refused:
        check_looks(load_settings({}, instance=folder))
    return str(refused.value).replace(f"{folder}/pages/", "")


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"login.html": ""}, "login.html: there is no page of this name. Those that there are: base.html, custom.html"),
        ({"account/login.html": ""}, "account/login.html: there is no page of this name. Those that there are: "),
        ({"acount/sign_in.html": ""}, "acount/sign_in.html: there is no page of this name."),
        ({"account/sign_in.htm": ""}, "account/sign_in.htm: no file of this name is read here."),
        ({"colors.toml": ""}, "colors.toml: no file of this name is read here."),
        ({"words/de.mo": ""}, "words/de.mo: no file of this name is read here."),
        ({"base.html": b"\xff"}, "base.html: this is not UTF-8: invalid start byte"),
        ({SIGN_IN: f"{IN}{{{{ name }}"}, "account/sign_in.html, line 2: unexpected '}'"),
        ({SIGN_IN: f"{IN}\n{{{{ name|shout }}}}{{% endblock %}}"}, "line 3: No filter named 'shout'."),
        (
            {SIGN_IN: f"{IN}\n{{{{ nome }}}}{{% endblock %}}"},
            "line 3: nome is unknown here. Known are: ",
        ),
        ({"base.html": "\n{{ csrf }}"}, "base.html, line 2: csrf is unknown here. Known are: colours, direction"),
        ({SIGN_IN: '{% include "footer.html" %}'}, "line 1: there is no footer.html. Those that there"),
        (
            {SIGN_IN: '\n{% extends "sign_in.html" %}'},
            "line 2: it names itself. The one of ours is shipped/",
        ),
        (
            {SIGN_IN: '{% from "fields.html" import feld %}'},
            "line 1: feld is unknown there. Known are: f",
        ),
        (
            {SIGN_IN: f"{IN}{{% endblock %}}\n{{% block insid %}}{{% endblock %}}"},
            "line 3: frame.html has",
        ),
        (
            {"account/frame.html": '{% extends "base.html" %}'},
            "account/frame.html: the block heading is missing, which ",
        ),
        ({"base.html": "<!doctype html>"}, "base.html: the block title is missing, which "),
    ],
)
def test_a_file_or_template_that_cannot_be_shown_is_refused(
    tmp_path: Path, put: Put, own: dict[str, str | bytes], said: str
) -> None:
    put(own)
    assert said in refusal(tmp_path)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"words/german.po": ""}, "words/german.po: Unicode CLDR has no language german, so dates cannot be written."),
        ({"words/DE.po": ""}, "words/DE.po: words stand in a file named by their language, such as de.po or pt-PT.po."),
        ({"words/iw.po": ""}, "words/iw.po: words stand in a file named by their language"),
        ({"words/de.po": f'{PO}"Mindestens %(last)s"'}, "words/de.po, line 1: %(last)s is no placeholder of “Use at"),
        ({"words/de.po": f'{PO}"Mehr Zeichen"'}, "words/de.po, line 1: %(least)s is missing, which “Use at least"),
        ({"words/de.po": f'{PO}"100 % und %(least)s"'}, "words/de.po, line 1: write %% for a percent sign."),
        ({"words/de.po": '\nmsgid "Sign in"\nmsgst "x"'}, "words/de.po, line 3: "),
        ({"logo.svg": b"\xff"}, "logo.svg: this is not UTF-8: "),
        (
            {"logo.svg": "<svg/>"},
            'logo.svg, line 1: begin with <svg xmlns="http://www.w3.org/2000/svg">, or ',
        ),
        ({"logo.png": b"GIF89a"}, "logo.png: this is not a PNG picture."),
        ({"logo.png": b"\x89PNG\r\n\x1a\n" + b"x" * LOGO_MAX}, f"Use at most {LOGO_MAX}."),
        ({"logo.png": b"\x89PNG\r\n\x1a\n", "logo.svg": "<svg/>"}, "logo.svg and logo.png are both there. Remove one."),
    ],
)
def test_words_and_logos_that_cannot_be_shown_are_refused(
    tmp_path: Path, put: Put, own: dict[str, str | bytes], said: str
) -> None:
    put(own)
    assert said in refusal(tmp_path)


@pytest.mark.parametrize(
    ("colours", "said"),
    [
        ('[light]\naccent = "#7a1fa2', "colours.toml: "),
        ('accent = "#7a1fa2"', "colours.toml, line 1: accent is unknown here. Known are: [light] and [dark]."),
        ('[dim]\naccent = "#7a1fa2"', "colours.toml, line 1: dim is unknown here."),
        (
            '[light]\n\nacent = "#7a1fa2"',
            "colours.toml, line 3: acent is unknown here. Known are: ground, surface",
        ),
        (
            '[dark]\naccent = "purple"',
            'colours.toml, line 2: write accent as "#" and six hexadecimal digits',
        ),
        ("[dark]\naccent = 7", 'colours.toml, line 2: write accent as "#"'),
        (
            '[light]\naccent = "#0b6351"\n[dark]\naccent = "#7a1fa2"',
            "colours.toml, line 4: accent #7a1fa2 on ground #15171a has a contrast of 2.1 in [dark]; people need 4.5",
        ),
        (
            '[light]\naccent = "#777777"',
            "colours.toml, line 2: accent #777777 on ground #f6f6f3 has a contrast of 4.1",
        ),
        ('[light]\nground = "#808080"', "line 2: text #1c1d1a on ground #808080 has a contrast of 4.2 in [light]"),
        (
            '[light]\nring = "#cccccc"',
            "line 2: ring #cccccc on ground #f6f6f3 has a contrast of 1.4",
        ),
        ('[light]\non-accent = "#888888"', "line 2: on-accent #888888 on accent #0b6351 has a contrast of 2.0"),
    ],
)
def test_colours_that_people_cannot_read_are_refused(tmp_path: Path, put: Put, colours: str, said: str) -> None:
    put({"colours.toml": colours})
    assert said in refusal(tmp_path)


def test_such_a_file_stops_the_start_and_the_doctor_tells_it(tmp_path: Path, put: Put) -> None:
    put({SIGN_IN: "{{ nome }}"})
    settings = load_settings({}, instance=tmp_path)
    with pytest.raises(BadSettings, match=r"sign_in\.html, line 1: nome is unknown here"):
        prepare_to_serve(create_app(settings))
    [found] = examine_own_files(settings)
    assert found.about == f"{tmp_path}/pages/account/sign_in.html, line 1"
    assert found.problem.startswith("nome is unknown here.")
    assert found.grave


def test_words_of_a_text_that_no_page_has_are_told_and_stop_nothing(tmp_path: Path, put: Put) -> None:
    put({"words/de.po": '\nmsgid "Sing in"\nmsgstr "x"\n'})
    settings: Any = load_settings({}, instance=tmp_path)
    check_looks(settings)
    assert [str(found) for found in examine_own_files(settings)] == [
        f"{tmp_path}/pages/words/de.po, line 2: no page has this text. Copy it from the page's template, or remove it."
    ]
