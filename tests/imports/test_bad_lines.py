"""Lines that cannot be taken: each is told with its reason, and all others are taken."""

import json
from typing import Any, BinaryIO

import pytest

from gatepost.imports.physical_lines import LINE_MAX, physical_lines
from tests.imports.moving import Moving, lines_of, people

SECRET = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$c29tZWhhc2hzb21laGFzaHNvbWVoYXNo"
BAD: list[tuple[bytes | dict[str, Any], str | None, str]] = [
    (b"{", None, "The line is not one JSON object in UTF-8."),
    (b"[]", None, "The line is not one JSON object in UTF-8."),
    (b'{"username": "a\xff"}', None, "The line is not one JSON object in UTF-8."),
    (b'{"username": "\x00"}', None, "The line is not one JSON object in UTF-8."),
    (b'{"username": "\\ud800"}', None, "The line is not one JSON object in UTF-8."),
    (b"[" * LINE_MAX, None, "The line is not one JSON object in UTF-8."),
    ({}, "username", "Give a username, a mobile number or an e-mail address."),
    ({"username": None}, "username", "Give a username, a mobile number or an e-mail address."),
    ({"username": 5}, "username", "Give text."),
    ({"username": "a\u0000"}, "username", "Use only letters, digits and . _ + -"),
    ({"username": "=HYPERLINK(1)"}, "username", "Use only letters, digits and . _ + -"),
    ({"username": "a" * 51}, "username", "Use 1 to 50 characters."),
    ({"username": "a", "email": "nowhere"}, "email", "This is not an e-mail address."),
    ({"username": "a", "mobile": "nobody"}, "mobile", "This is not a phone number."),
    ({"username": "a", "mobile": "+99912345678"}, "mobile", "This is not a phone number."),
    ({"username": "a", "verified": ["email"]}, "verified", "The line lacks the address that it names here."),
    ({"username": "a", "verified": ["fax"]}, "verified", "Name mobile, email or both."),
    ({"username": "a", "verified": "email"}, "verified", "Give a list of texts."),
    ({"username": "a", "active": "no"}, "active", "Give true or false."),
    ({"username": "a", "active": True, "waits": True}, "waits", "neither active nor closed"),
    ({"username": "a", "locale": "{{7*7}}"}, "locale", "Give a language tag such as en, bn or pt-BR."),
    ({"username": "a", "gender": "x"}, "gender", "Use Male, Female or null."),
    ({"username": "a", "created_at": "2999-01-01T00:00:00Z"}, "created_at", "This time is in the future."),
    ({"username": "a", "created_at": "2025-02-30T00:00:00Z"}, "created_at", "after RFC 3339"),
    ({"username": "a", "created_at": "0001-01-01T00:00:00+23:59"}, "created_at", "since 1970"),
    ({"username": "a", "created_at": 17}, "created_at", "Give text."),
    ({"username": "a", "roles": "support"}, "roles", "Give a list of texts."),
    ({"username": "a", "roles": ["No Role"]}, "roles", "Name at most 10 roles that are defined here."),
    ({"username": "a", "external_id": ""}, "external_id", "Use 1 to 255 visible characters"),
    ({"username": "a", "external_id": "a\u0000"}, "external_id", "Use 1 to 255 visible characters"),
    ({"username": "a", "external_id": "identifiers:1"}, "external_id", "Use 1 to 255 visible characters"),
    ({"username": "a", "external_id": True}, "external_id", "Give text."),
    ({"username": "a", "password": SECRET}, "password", "Give an object of system, stored and extra."),
    ({"username": "a", "password": {"stored": SECRET}}, "password", "Give system and stored as texts."),
    ({"username": "a", "password": {"system": "gatepost", "stored": SECRET, "salt": ""}}, "password", "Give an object"),
    ({"username": "a", "password": {"system": "gatepost", "stored": SECRET + "\n"}}, "password", "no Argon2id hash"),
    ({"username": "a", "password": {"system": "gatepost", "stored": "$"}}, "password", "no Argon2id hash"),
    ({"username": "a", "fields": {"shoe": 1}}, "fields.shoe", "unknown"),
    ({"username": "a", "fields": []}, "fields", "Give an object."),
    ({"username": "a", "pasword": SECRET}, "pasword", "There is no such member."),
    ({"username": "a", SECRET: 1}, None, "There is no such member."),
]


def test_each_bad_line_is_told_by_its_place_and_reason_and_no_value_of_it(moving: Moving) -> None:
    good = people(len(BAD))
    given = b""
    for (bad, _, _), line in zip(BAD, good, strict=True):
        given += (bad if isinstance(bad, bytes) else json.dumps(bad).encode()) + b"\n" + lines_of(line)
    told = moving.refusals(given)
    assert [place for place, _, _ in told] == [2 * n + 1 for n in range(len(BAD))]
    for (_, field, reason), (bad, expected, part) in zip(told, BAD, strict=True):
        assert (field, part in reason) == (expected, True), (bad, reason)
    assert SECRET[:20] not in (moving.folder / "report.jsonl").read_text()
    assert moving.count() == len(good)


def test_all_that_is_wrong_with_a_line_is_told_at_once(moving: Moving) -> None:
    report = moving.folder / "report.jsonl"
    line = {
        "external_id": "17",
        "username": "",
        "email": "nowhere",
        "password": {"system": "gatepost", "stored": SECRET},
    }
    assert moving.take([line], "--report", str(report)).exit_code == 1
    told = json.loads(report.read_text())
    assert told == {
        "place": 1,
        "external_id": "17",
        "field": "username",
        "reason": "Use 1 to 50 characters.",
        "also": [{"field": "email", "reason": "This is not an e-mail address."}],
    }
    assert report.stat().st_mode & 0o777 == 0o600


class Counting:
    """A file of one line without an end, which notes how much was asked for at once."""

    def __init__(self, size: int) -> None:
        self.left, self.most = size, 0

    def readline(self, size: int = -1) -> bytes:
        assert size > 0
        self.most = max(self.most, size)
        part, self.left = min(size, self.left), self.left - min(size, self.left)
        return b"x" * part


def test_a_line_of_any_length_is_refused_without_being_read_as_a_whole() -> None:
    file: Any = Counting(10_000_000)
    as_file: BinaryIO = file
    assert list(physical_lines(as_file)) == [(1, None)]
    assert (file.left, file.most) == (0, LINE_MAX + 1)


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_a_line_that_is_too_long_costs_no_other(moving: Moving, format_: str) -> None:
    long = b'"' + b"x" * 200_000 + b'"\n'
    given = {
        "jsonl": lines_of(*people(1)) + long + lines_of(*people(1, first=1)),
        "csv": b"username\nuser0\n" + long + b"user1\n",
    }[format_]
    ((place, field, reason),) = moving.refusals(given)
    assert (place, field, reason) == ({"jsonl": 2, "csv": 3}[format_], None, "The line has more than 65,536 bytes.")
    assert moving.count() == 2


def test_a_byte_order_mark_and_line_ends_of_windows_are_no_part_of_a_line(moving: Moving) -> None:
    given = b"\xef\xbb\xbf" + lines_of(*people(2)).replace(b"\n", b"\r\n") + b"\r\n\n"
    assert moving.take(given).stdout == "imported 2, unchanged 0, refused 0.\n"


@pytest.mark.parametrize(
    ("given", "words", "said"),
    [
        ("{}".encode("utf-16"), (), "not UTF-8"),
        (b'[{"username": "ada"}]', (), "one JSON array"),
        (b"", (), "The file is empty."),
        (b"username,shoe,$2b$10$abcdefghijklmnopqrstuv\n", (), "unknown columns: 'shoe', number 3."),
        (b"username,username\n", (), "names a column twice"),
        (b"username\n", ("--option", "colour=red"), "CSV has no option 'colour'"),
        (b"username\n", ("--option", "delimiter=x"), "delimiter: give"),
        (b"{}\n", ("--option", "delimiter=,"), "JSON lines have no options."),
        (b"{}\n", ("--option", "delimiter"), "Give NAME=VALUE, or NAME=@FILE."),
        (b"{}\n", ("--from", "csvv"), "'csvv' is not one of"),
        (b"{}\n", ("--source", "A B"), "small letters"),
        (b"{}\n", ("--report", "/nowhere/report.jsonl"), "No such file"),
    ],
)
def test_of_a_file_that_cannot_be_used_nothing_is_imported(
    moving: Moving, given: bytes, words: tuple[str, ...], said: str
) -> None:
    answer = moving.take(given, *words)
    assert (answer.exit_code, answer.stdout, said in answer.stderr) == (2, "", True), answer.output


def test_the_report_does_not_replace_the_file(moving: Moving) -> None:
    file = moving.folder / "users.jsonl"
    file.write_bytes(lines_of(*people(1)))
    answer = moving.type("users", "import", str(file), "--report", str(file))
    assert (answer.exit_code, file.read_bytes()) == (2, lines_of(*people(1)))
    assert moving.type("users", "import", str(moving.folder / "none")).exit_code == 2


def test_without_a_report_the_first_refused_lines_are_shown(moving: Moving) -> None:
    answer = moving.take(b"{\n" * 30)
    assert (answer.exit_code, answer.stdout) == (1, "imported 0, unchanged 0, refused 30.\n")
    shown = answer.stderr.splitlines()
    assert len(shown) == 21
    assert json.loads(shown[19])["place"] == 20
    assert "--report FILE" in shown[20]


def test_the_report_of_a_line_of_many_faults_has_some_of_them(moving: Moving) -> None:
    faults = {f"member{n}": n for n in range(3_000)}
    report = moving.folder / "report.jsonl"
    moving.take([faults, *people(1)], "--report", str(report))
    (told,) = (json.loads(line) for line in report.read_text().splitlines())
    assert (told["place"], len(told["also"])) == (1, 19)
    assert moving.count() == 1
