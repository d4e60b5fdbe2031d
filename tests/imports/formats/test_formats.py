"""The export files of other systems are read into lines of an import."""

import io
import json
import tracemalloc

import pytest

from gatepost.imports.formats import FORMATS
from gatepost.imports.unusable import UnusableFile
from tests.imports.formats.frameworks import FRAMEWORKS
from tests.imports.formats.products import FILES, PRODUCTS
from tests.imports.formats.samples import SAMPLES, Sample, csv, document, json_lines

ALL = [*SAMPLES, *FRAMEWORKS, *PRODUCTS, *FILES]


def read(format_: str, file: bytes, **options: str) -> list[object]:
    lines = FORMATS[format_](io.BytesIO(file), {name.replace("_", "-"): value for name, value in options.items()})
    return [line.refused if line.value is None else line.value for line in lines]


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.format)
def test_an_export_is_read_into_the_members_of_a_line(sample: Sample) -> None:
    assert list(read(sample.format, sample.file, **sample.options)) == sample.lines


def test_a_service_account_is_no_person() -> None:
    program = {"id": "1", "username": "service-account-shop", "serviceAccountClientId": "shop"}
    told, person = read("keycloak", document({"users": [program, {"id": "2", "username": "ada"}]}))
    assert (told, person) == ("This is the service account of a client.", {"external_id": "2", "username": "ada"})


def test_every_format_has_a_sample() -> None:
    assert {sample.format for sample in ALL} == FORMATS.keys() - {"jsonl", "csv"}


def test_a_broken_record_costs_no_other() -> None:
    lines = json_lines({"_id": "1", "username": "ada"}) + b'{"_id": "2",\n' + json_lines({"_id": "3", "emails": 5}, 6)
    found = read("meteor", lines + json_lines({"_id": "4", "username": "bob"}))
    assert [each if isinstance(each, str) else each["external_id"] for each in found] == [  # type: ignore[index]
        "1",
        "The line is not one JSON object in UTF-8.",
        "The record has another shape than this system exports.",
        "The line is not one JSON object in UTF-8.",
        "4",
    ]
    rows = csv("id,email,password", "1,ada@example.org", '2,"open,x', "3,bob@example.org,")
    assert read("laravel", rows)[2] == {"external_id": "3", "email": "bob@example.org"}
    assert read("keycloak", document({"users": [5, {"id": "1", "username": "ada"}]})) == [
        "The record is not an object.",
        {"external_id": "1", "username": "ada"},
    ]
    assert (
        read("htpasswd", b"no colon\nada:x\n\xff:y\n")[0::2]
        == ["The line is not a name, a colon and a hash, in UTF-8."] * 2
    )
    assert read("ldif", b"dn: uid=a\nobjectClass: person\nuserPassword:: %\n\ndn: uid=b\nobjectClass: person\n") == [
        "The entry is not LDIF after RFC 2849.",
        {"external_id": "uid=b"},
    ]


def test_a_person_of_a_directory_is_read_whatever_else_the_entry_has() -> None:
    photo = b"jpegPhoto:: /9j/" + b"\n AAAA" * 2_000 + b"\n"
    sid = b"objectSid:: AQUAAAAAAAUVAAAA/////w==\n"
    person = b"objectClass: person\nuid: ada\nuserPassword: {SSHA}x\n"
    ada = {"external_id": "uid=ada", "username": "ada", "password": {"system": "openldap", "stored": "{SSHA}x"}}
    assert read("ldif", b"dn: uid=ada\n" + photo + sid + person) == [ada]
    assert read("ldif", b"# uid=ada, a name of a comment that\n  goes on\ndn: uid=ada\n" + person) == [ada]
    assert read("ldif", b"dn: uid=ada\n" + person.replace(b"{SSHA}x", b"{SS\n HA}x")) == [ada]
    assert read("ldif", b"dn: uid=ada\n\xff: x\n y\n" + person) == [ada]
    many = b"uid: ada\n" * 50 + b"mail: ada@example.org\n" + b"description: x" + b"\n y" * 100_000 + b"\n"
    assert read("ldif", b"dn: uid=ada\nobjectClass: person\n" + many) == [
        {"external_id": "uid=ada", "username": "ada", "email": "ada@example.org"}
    ]


def test_a_person_of_a_directory_may_prefer_several_languages() -> None:
    entry = b"dn: uid=ada\nobjectClass: person\npreferredLanguage: de-li, es-ar;q=0.9, en;q=0.8\n"
    assert read("ldif", entry) == [{"external_id": "uid=ada", "locale": "de-li"}]


@pytest.mark.parametrize(
    ("format_", "columns", "cells", "closed"),
    [
        ("moodle", "suspended,deleted", "0,1", True),
        ("moodle", "suspended,deleted", "1,0", True),
        ("moodle", "suspended,deleted", "0,0", False),
        ("laravel", "deleted_at", "31/01/2024 10:15", True),  # a spreadsheet wrote it again
        ("laravel", "deleted_at", "NULL", False),
        ("laravel", "deleted_at", "0000-00-00 00:00:00", False),
        ("strapi", "blocked", "no", False),
        ("strapi", "blocked", "f", False),
        ("strapi", "blocked", "blocked", True),
    ],
)
def test_an_account_that_is_closed_there_is_not_opened_here(
    format_: str, columns: str, cells: str, closed: bool
) -> None:
    (line,) = read(format_, csv(f"id,{columns}", f"1,{cells}"))
    assert line == {"external_id": "1", "active": False} if closed else {"external_id": "1"}


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("infinity", "9999-12-31T23:59:59+00:00"),
        ("1/31/2099 10:15:00 AM +00:00", "1/31/2099 10:15:00 AM +00:00"),  # is refused later
        ("2020-01-31 10:15:00+00", None),
        ("", None),
    ],
)
def test_a_suspension_is_not_lost_because_its_end_is_not_understood(written: str, read_as: str | None) -> None:
    (line,) = read("supabase", csv("id,banned_until", f"1,{written}"))
    assert line == {"external_id": "1"} | ({} if read_as is None else {"suspended_until": read_as})


def test_a_day_without_hyphens_is_no_second_of_1970() -> None:
    (line,) = read("laravel", csv("id,created_at", "1,20240131"))
    assert line == {"external_id": "1", "created_at": "2024-01-31T00:00:00+00:00"}


@pytest.mark.parametrize("locked", ["{CRYPT}*", "{crypt}!$6$x$y", "{crypt}x", "{SASL}ada@EXAMPLE.ORG"])
def test_a_password_of_a_directory_that_opens_nothing_is_none(locked: str) -> None:
    entry = f"dn: uid=ada\nobjectClass: person\nuserPassword: {locked}\n".encode()
    assert read("ldif", entry) == [{"external_id": "uid=ada"}]
    both = read("ldif", entry + b"userPassword: {SSHA}x\n")
    assert both == [{"external_id": "uid=ada", "password": {"system": "openldap", "stored": "{SSHA}x"}}]


def test_a_value_of_a_directory_that_is_too_long_is_refused() -> None:
    for line in (b"mail: " + b"x" * 70_000, b"mail: x" + b"\n y" * 70_000):
        entries = b"dn: uid=ada\nobjectClass: person\n" + line + b"\n\ndn: uid=bob\nobjectClass: person\n"
        assert read("ldif", entries) == ["The line has more than 65,536 bytes.", {"external_id": "uid=bob"}]


@pytest.mark.parametrize(
    ("format_", "column", "stored"),
    [
        ("django", "password", "!kZ2vF6"),
        ("moodle", "password", "not cached"),
        ("moodle", "password", "to be generated"),
        ("wordpress", "user_pass", "*"),
    ],
)
def test_a_user_whom_the_system_itself_gives_no_password_has_none(format_: str, column: str, stored: str) -> None:
    name = "user_login" if format_ == "wordpress" else "username"
    assert read(format_, csv(f"{name},{column}", f"ada,{stored}", "bob,x")) == [
        {"username": "ada"},
        {"username": "bob", "password": {"system": format_, "stored": "x"}},
    ]


def test_blanks_that_fill_a_column_are_no_part_of_a_hash() -> None:
    rows = csv("id,username,password", "1,ada,pbkdf2_sha256$1$a$b    ", "2,bob,      ")
    assert read("django", rows) == [
        {"external_id": "1", "username": "ada", "password": {"system": "django", "stored": "pbkdf2_sha256$1$a$b"}},
        {"external_id": "2", "username": "bob"},
    ]


def test_a_null_of_a_database_is_no_value_before_that_of_another_column() -> None:
    rows = csv("id,username,phone2,phone1", "1,ada,NULL,+491701234567", r"2,bob,\N,+491701234568")
    assert [each["mobile"] for each in read("moodle", rows)] == ["+491701234567", "+491701234568"]  # type: ignore[index]


def test_a_document_may_begin_with_a_byte_order_mark() -> None:
    mark = b"\xef\xbb\xbf"
    assert read("keycloak", mark + document({"users": [{"id": "1", "username": "ada"}]})) == [
        {"external_id": "1", "username": "ada"}
    ]
    assert read("auth0", mark + b'[{"user_id": "1"}]') == [{"external_id": "1"}]
    assert read("auth0", mark + b'{"user_id": "1"}\n') == [{"external_id": "1"}]


def test_a_document_without_records_where_the_system_has_them_is_refused() -> None:
    for empty in ({"Users": [{"id": "1"}]}, {"users": []}, {}):
        with pytest.raises(UnusableFile, match=r"has no records at users\."):
            read("keycloak", document(empty))
    with pytest.raises(UnusableFile, match=r"has no records at its top\."):
        read("auth0", b"[]")


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-02:00"])
def test_a_time_beyond_the_calendar_costs_no_other_record(written: str) -> None:
    rows = csv("Id,UserName,CreatedAt", f"1,ada,{written}", "2,bob,")
    assert read("aspnet", rows) == [
        {"external_id": "1", "username": "ada", "created_at": written},  # is refused later
        {"external_id": "2", "username": "bob"},
    ]


def test_a_record_of_many_levels_costs_no_other() -> None:
    deep = b'{"$oid":' * 990 + b"1" + b"}" * 990
    for file in (b'{"_id":%b}\n{"_id":"2"}\n' % deep, b'[{"_id":%b},{"_id":"2"}]' % deep):
        assert read("parse", file) == ["The record has another shape than this system exports.", {"external_id": "2"}]


def test_a_document_that_breaks_off_says_after_which_record() -> None:
    whole = document({"users": [{"localId": "a"}, {"localId": "b"}]})
    lines = FORMATS["firebase"](io.BytesIO(whole[:-15]), {})
    assert next(lines).value == {"external_id": "a"}
    with pytest.raises(UnusableFile, match=r"broken after record 1\."):
        list(lines)


def test_a_large_document_is_never_in_memory_as_a_whole() -> None:
    record = json.dumps({"localId": "a", "email": "ada@example.org", "photoUrl": "x" * 1000}).encode()
    file = io.BytesIO(b'{"users": [' + b",".join([record] * 5_000) + b"]}")
    tracemalloc.start()
    try:
        assert sum(line.value is not None for line in FORMATS["firebase"](file, {})) == 5_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_members_can_be_left_out() -> None:
    rows = csv("ID,user_login,user_email", "1,Ada Lovelace,ada@example.org")
    assert read("wordpress", rows, without="username") == [{"external_id": "1", "email": "ada@example.org"}]


@pytest.mark.parametrize(
    ("format_", "options", "reason"),
    [
        ("wordpress", {"pepper": "x"}, "no option 'pepper'; it has without"),
        ("devise", {"without": "uuid"}, "without: 'uuid' is none of"),
        ("ldif", {"pepper": "x"}, "has no options"),
        ("shadow", {"pepper": "x"}, "has no options"),
    ],
)
def test_an_unknown_option_is_refused(format_: str, options: dict[str, str], reason: str) -> None:
    with pytest.raises(UnusableFile, match=reason):
        read(format_, b"", **options)


@pytest.mark.parametrize("file", [b"", b'a,"b\n1,2\n', b"\xff,b\n"])
def test_a_file_without_columns_is_refused(file: bytes) -> None:
    with pytest.raises(UnusableFile):
        read("laravel", file)
