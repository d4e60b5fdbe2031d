"""CSV: what spreadsheets and databases write."""

import io

import pytest

from gatepost.imports.formats.csv import read
from tests.imports.moving import PASSWORD, Moving


def test_columns_are_the_members_of_a_line(moving: Moving) -> None:
    stored = moving.hashed()["stored"]
    given = (
        "external_id,username,mobile,email,verified,active,roles,created_at,"
        "password.system,password.stored,password.extra\r\n"
        f'17,ada,01712345678,ada@example.org,"mobile, email",yes,support,2020-01-01T00:00:00Z,'
        f'gatepost,"{stored}",{{}}\r\n'
        "18,bob,,,,0,,,,,\r\n"
    )
    assert moving.take(given.encode()).stdout == "imported 2, unchanged 0, refused 0.\n"
    ada = moving.user("ada")
    assert (ada.roles, ada.created_at.year, all(each.verified_at for each in ada.contacts)) == ("support", 2020, True)
    assert moving.user("bob").deactivated_at is not None
    answer = moving.app.test_client().post("/user/login", json={"username": "ada", "password": PASSWORD})
    assert answer.status_code == 200


def values(text: bytes, **options: str) -> list[object]:
    return [line.value if line.value is not None else line.refused for line in read(io.BytesIO(text), options)]


def test_values_of_objects_have_columns_of_their_own() -> None:
    head = b"username;password.stored;password.extra.pepper;password.extra;fields.team;fields\n"
    found = values(head + b'ada;hash;p;"{""rounds"": 5}";red;"{""shoe"": 4}"\n', system="devise")
    assert found == [
        {
            "username": "ada",
            "password": {"system": "devise", "stored": "hash", "extra": {"pepper": "p", "rounds": 5}},
            "fields": {"team": "red", "shoe": 4},
        }
    ]


def test_a_quoted_cell_may_hold_the_delimiter_quotes_and_line_ends() -> None:
    text = b'username,password.stored\n"a,b","x""y"\n"c\r\nd",e\n'
    assert values(text) == [
        {"username": "a,b", "password": {"stored": 'x"y'}},
        {"username": "c\r\nd", "password": {"stored": "e"}},
    ]


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_the_first_line_shows_the_delimiter(delimiter: bytes) -> None:
    text = b"\xef\xbb\xbfusername,locale\r\nada,en\r\n\r\n".replace(b",", delimiter)
    assert values(text) == [{"username": "ada", "locale": "en"}]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b'"open', "A quote of this line is not closed."),
        (b'"a"b', "not CSV"),
        (b"a\rb", "not CSV"),
        (b"\xe9", "The line is not UTF-8."),
        (b"a\x00", "The line has a NUL character."),
        (b"a,b", "The line has 2 cells; there are 1 columns."),
        (b'"' + b"x" * 70_000, "The line has more than 65,536 bytes."),
    ],
)
def test_a_broken_line_costs_no_other(broken: bytes, reason: str) -> None:
    good = [b"user%d" % n for n in range(300)]
    found = values(b"\n".join([b"username", *good[:150], broken, *good[150:]]))
    (told,) = [each for each in found if isinstance(each, str)]
    assert reason in told
    assert [each for each in found if each != told] == [{"username": name.decode()} for name in good]


def test_two_open_quotes_do_not_swallow_what_is_between() -> None:
    text = b'username,locale\na,"en\nb,de\nc,"fr\nd,es\n'
    found = values(text)
    assert [each["username"] for each in found if isinstance(each, dict)] == ["b", "d"]
    assert len(found) == 4


def test_a_truth_that_is_none_is_refused(moving: Moving) -> None:
    told = moving.refusals(b"username,active,fields\nada,perhaps,\neve,,x\n")
    assert [(place, field) for place, field, _ in told] == [(2, "active"), (3, "fields")]


def test_cells_that_a_spreadsheet_would_compute_are_judged_as_names(moving: Moving) -> None:
    given = b"username\n=1+1\n@SUM(A1)\n-ada\n+ada\n"
    assert [place for place, _, _ in moving.refusals(given)] == [2, 3]
    assert moving.count() == 2
