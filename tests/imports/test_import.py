"""``gatepost users import``: what becomes of a line."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from gatepost.audit.models import AuditEvent
from gatepost.contacts.models import Contact
from gatepost.database import db, write
from gatepost.outbox.models import Outbox
from gatepost.permissions import ADMINISTRATOR
from gatepost.users.external_ids import ExternalId
from gatepost.users.roles import UserRole
from tests.imports.moving import PASSWORD, Moving, lines_of, people
from tests.support.people import People

WHOLE = {
    "external_id": "17",
    "username": "Ada",
    "mobile": "+8801712345678",
    "email": "Ada@Example.org",
    "verified": ["email"],
    "active": True,
    "locale": "pt_BR",
    "gender": "female",
    "created_at": "2019-05-04T03:02:01.5+02:00",
    "roles": ["support"],
    "fields": {},
}


@pytest.mark.every_engine
def test_a_line_becomes_an_account_whose_user_logs_in(moving: Moving) -> None:
    answer = moving.take([WHOLE | {"password": moving.hashed()}], "--reason", "we move")
    assert (answer.exit_code, answer.stdout) == (0, "imported 1, unchanged 0, refused 0.\n")
    ada = moving.user("Ada")
    assert (ada.username_key, ada.locale, ada.gender, ada.roles) == ("ada", "pt-BR", "Female", "support")
    assert ada.created_at == ada.activated_at == datetime(2019, 5, 4, 1, 2, 1, 500_000, tzinfo=UTC)
    told = {each.kind: (each.value, each.key, each.verified_at is not None) for each in ada.contacts}
    assert told["email"] == ("Ada@Example.org", "ada@example.org", True)
    assert told["mobile"] == ("+8801712345678", "+8801712345678", False)
    client = moving.app.test_client()
    for name in ({"username": "ada"}, {"email": "ada@example.org"}):
        answer = client.post("/user/login", json=name | {"password": PASSWORD})
        assert answer.status_code == 200, answer.text
        assert client.post("/user/login", json=name | {"password": "another"}).status_code == 401
    assert moving.count(Outbox) == 0
    with moving.app.app_context():
        events = db.session.execute(select(AuditEvent.event, AuditEvent.user_uuid).order_by(AuditEvent.id)).all()
        assert events[:3] == [("import.begun", None), ("account.imported", ada.uuid), ("import.finished", None)]
        rows = db.session.execute(select(ExternalId.source, ExternalId.external_id, ExternalId.user_uuid)).all()
        assert rows == [("jsonl", "17", ada.uuid)]
        assert db.session.execute(select(UserRole.role)).scalars().all() == ["support"]


@pytest.mark.parametrize("line", [{"username": "ada"}, {"mobile": "01712345678"}, {"email": "ada@example.org"}])
def test_one_identifier_is_enough(moving: Moving, line: dict[str, str]) -> None:
    assert moving.take([line]).exit_code == 0
    (told,) = moving.exported()
    assert line.items() <= told.items()
    assert told["username"].startswith(line.get("username", "user"))
    assert "example" not in told["username"]


@pytest.mark.every_engine
@pytest.mark.parametrize("with_ids", [True, False])
def test_the_same_file_again_changes_nothing(moving: Moving, with_ids: bool) -> None:
    given = people(3)
    for line in given if not with_ids else []:
        del line["external_id"]
    assert moving.take(given).stdout == "imported 3, unchanged 0, refused 0.\n"
    again = moving.take([*given, *people(1, first=3)])
    assert (again.exit_code, again.stdout) == (0, "imported 1, unchanged 3, refused 0.\n")
    assert moving.count() == 4


def test_a_known_id_with_other_identifiers_is_told_and_changes_nobody(moving: Moving) -> None:
    (line,) = given = people(1)
    moving.take(given)
    ((place, field, reason),) = moving.refusals([line | {"email": "other@example.org"}])
    assert (place, field, "had another username or address" in reason) == (1, "external_id", True)
    assert moving.user("user0").email == "user0@example.org"
    assert moving.refusals([line | {"email": "other@example.org", "username": "other"}], "--source", "other") == []


@pytest.mark.every_engine
def test_an_account_that_was_deleted_leaves_no_outside_id(moving: Moving) -> None:
    moving.take(people(1))
    assert moving.type("users", "delete", "user0", "--yes", "--reason", "asked").exit_code == 0
    assert moving.count(ExternalId) == 0
    assert moving.take(people(1)).exit_code == 0


@pytest.mark.every_engine
def test_a_closed_account_lets_nobody_in_and_is_opened_by_an_operator(moving: Moving) -> None:
    moving.take([{"username": "ada", "mobile": "01712345678", "active": False, "password": moving.hashed()}])
    client, entry = moving.app.test_client(), {"username": "ada", "password": PASSWORD}
    assert client.post("/user/activate-account/", json={"mobile": "01712345678"}).status_code == 403
    assert client.post("/user/login", json=entry).status_code == 403
    assert moving.type("users", "reactivate", "ada", "--reason", "asked").exit_code == 0
    assert client.post("/user/login", json=entry).status_code == 200


def test_an_account_that_waits_is_activated_as_after_a_registration(moving: Moving) -> None:
    moving.take([{"username": "ada", "mobile": "01712345678", "waits": True, "password": moving.hashed()}])
    client, entry = moving.app.test_client(), {"username": "ada", "password": PASSWORD}
    assert client.post("/user/login", json=entry).status_code == 403
    assert client.post("/user/activate-account/", json={"mobile": "01712345678"}).status_code == 200
    assert client.post("/user/login", json=entry).status_code == 200


def test_suspensions_and_expired_passwords_come_along(moving: Moving) -> None:
    given = {"password": moving.hashed(), "mobile": "01712345678"}
    moving.take([given | {"username": "ada", "suspended_until": "2999-01-01T00:00:00Z"}])
    moving.take([given | {"username": "eve", "mobile": "01712345679", "password_expired": True}])
    client = moving.app.test_client()
    answer = client.post("/user/login", json={"username": "ada", "password": PASSWORD})
    assert answer.json["code"] == "account_not_active"
    answer = client.post("/user/login", json={"username": "eve", "password": PASSWORD})
    assert answer.json["code"] == "password_change_required"


@pytest.mark.every_engine
def test_where_addresses_are_verified_others_wait_as_after_a_registration(strict_moving: Moving) -> None:
    moving = strict_moving
    given = [
        {"username": "ada", "email": "same@example.org", "mobile": "+8801712345678", "password": moving.hashed()},
        {"username": "bob", "email": "same@example.org"},
        {"username": "eve", "email": "Same@example.org", "verified": ["email"]},
        {"username": "dan", "email": "SAME@example.org"},
    ]
    assert moving.refusals(given) == [(4, "email", "This e-mail address is taken.")]
    assert moving.user("ada").mobile == "+8801712345678"
    assert all(each.key is None for each in moving.user("ada").contacts)
    assert [each.key for each in moving.user("eve").contacts] == ["same@example.org"]
    told = {line["username"]: line for line in moving.exported()}
    assert "email" not in told["ada"]  # what waited for it fell when it was verified for another
    assert (told["ada"]["mobile"], told["eve"]["verified"]) == ("+8801712345678", ["email"])


def test_an_account_that_nobody_could_sign_in_to_is_refused(strict_moving: Moving) -> None:
    moving = strict_moving
    waits = {"email": "waits@example.org", "waits": True}
    given = [{"email": "ada@example.org"}, {"mobile": "+8801712345678", "email": "bob@example.org"}, waits]
    told = moving.refusals(given)
    assert [(place, field) for place, field, _ in told] == [(1, "email"), (2, "mobile")]
    assert all(reason.startswith("Nobody could sign in") for _, _, reason in told)
    known = {"mobile": "+8801712345678", "email": "bob@example.org", "verified": ["email"]}
    assert moving.refusals([known]) == []


def test_addresses_that_the_operator_takes_for_verified_open_their_accounts(strict_moving: Moving) -> None:
    moving = strict_moving
    given = [{"email": "ada@example.org", "mobile": "+8801712345678", "password": moving.hashed()}]
    assert moving.refusals(given, "--verified", "email") == []
    client = moving.app.test_client()
    answer = client.post("/user/login", json={"email": "ada@example.org", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    answer = client.post("/user/login", json={"mobile": "+8801712345678", "password": PASSWORD})
    assert answer.status_code == 401  # of the number nobody says so


@pytest.mark.every_engine
def test_administrators_come_only_where_the_operator_says_so(moving: Moving) -> None:
    given = [{"username": "root", "roles": ["administrator", "user"]}, {"username": "ada", "roles": ["nothing"]}]
    assert moving.refusals(given) == [
        (1, "roles", "Administrators come with --allow-administrators only."),
        (2, "roles", "There is no role of such a name here."),
    ]
    assert moving.count() == 0
    assert [field for _, field, _ in moving.refusals(given, "--allow-administrators")] == ["roles"]
    assert (moving.user("root").roles, moving.user("root").is_admin) == (ADMINISTRATOR, True)


def test_uuids_are_kept_where_the_operator_says_so(moving: Moving) -> None:
    uuid = "0b5a2f0e-6f1c-4f1e-9d2a-5a1f0e6f1c4f"
    given = [{"external_id": uuid.upper(), "username": "ada"}]
    assert moving.take(given, "--keep-uuids").exit_code == 0
    assert moving.user("ada").uuid == uuid
    assert moving.take(given, "--keep-uuids", "--source", "another").stdout.startswith("imported 0, unchanged 1")
    expected = "With --keep-uuids this is the uuid of the account."
    for line in ({"external_id": "17", "username": "eve"}, {"username": "eve"}):
        assert moving.refusals([line], "--keep-uuids") == [(1, "external_id", expected)]


@pytest.mark.every_engine
@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"username": "ADA"}, "username"),
        ({"username": "ａｄａ"}, "username"),
        ({"username": "eve", "email": "ADA@example.ORG"}, "email"),
        ({"username": "eve", "mobile": "017-1234 5678"}, "mobile"),
    ],
)
def test_an_identifier_of_another_account_is_refused_and_never_merged(
    moving: Moving, line: dict[str, str], field: str
) -> None:
    registered = {"username": "ada", "email": "ada@example.org", "mobile": "01712345678"}
    People(moving.app.test_client()).register(**registered)
    ((place, told, reason),) = moving.refusals([line])
    assert (place, told, reason.endswith("is taken.")) == (1, field, True)
    assert moving.count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("username", "ADA"), ("email", "ADA@example.org"), ("mobile", "+52 1 55 1234 5678")]
)
def test_a_line_that_takes_what_an_earlier_line_has_is_refused(
    moving: Moving, monkeypatch: pytest.MonkeyPatch, field: str, value: str
) -> None:
    first = {"external_id": "1", "username": "ada", "email": "ada@example.org", "mobile": "+52 55 1234 5678"}
    second = {"external_id": "2", "username": "eve", field: value}
    for size in (2, 1):  # in one batch, and in two
        monkeypatch.setattr("gatepost.imports.import_users.BATCH", size)
        for words in (("--dry-run",), ("--source", f"of{size}")):
            refused = moving.refusals([first, second], *words)
            assert [(place, told) for place, told, _ in refused][-1] == (2, field)
    assert moving.count() == 1


def test_lines_without_an_id_are_the_same_only_as_they_are_written(moving: Moving) -> None:
    lines = [{"username": "Ada"}, {"username": "ada"}, {"username": "Ada"}, {"username": "\uff41da"}]
    told = [(2, "username", "This username is taken."), (4, "username", "This username is taken.")]
    for words in (("--dry-run",), (), ()):
        assert moving.refusals(lines, *words) == told
    assert moving.count() == 1


def test_a_dry_run_tells_the_same_and_changes_nothing(moving: Moving) -> None:
    given = lines_of(*people(2), {"username": "USER0"}) + b"{\n"
    answer = moving.take(given, "--dry-run")
    assert (answer.exit_code, answer.stdout) == (
        1,
        "Nothing is stored; an import would have: imported 2, unchanged 0, refused 2.\n",
    )
    assert (moving.count(), moving.count(AuditEvent)) == (0, 0)
    assert moving.take(given).stdout == "imported 2, unchanged 0, refused 2.\n"


def test_a_number_that_another_account_has_in_a_former_form_is_refused(moving: Moving) -> None:
    moving.take([{"username": "ada", "mobile": "+525512345678"}])
    with moving.app.app_context():
        write(update(Contact).values(key="+5215512345678"))
        db.session.commit()
    assert moving.refusals([{"username": "eve", "mobile": "+52 55 1234 5678"}]) == [
        (1, "mobile", "This mobile number is taken.")
    ]
