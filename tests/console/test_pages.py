"""Each page of the console is there for those who have its permission, and for nobody else."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.app import PAGES
from gatepost.console.menu import MENU
from gatepost.database import db
from gatepost.http.access import PUBLIC, SIGNED_IN
from gatepost.oauth.clients import create_client
from gatepost.permissions import PERMISSIONS
from tests.console.visitor import ROOT, Visitor
from tests.roles.staff import Staff
from tests.support.people import People, Person
from tests.web.endpoints import WEBHOOK_ID, add_webhook, assert_refused

DECLARED = [page for room in PAGES for page in room.pages if page.path.startswith(ROOT)]
SHOWN = sorted({page.path for page in DECLARED})


@pytest.fixture
def addresses(app: Flask, ada: Person, root: Visitor) -> Callable[[str], str]:
    """The address of a page, below the console, where it has something to show."""
    with app.app_context():
        client_id = create_client("billing").client_id
        add_webhook()
        db.session.commit()
    root.do("/roles/define", name="label", description="of a test")
    root.do("/invitations/create", email="guest@example.org")
    kid = root.page.client.get("/.well-known/jwks.json").json["keys"][0]["kid"]
    invitation = root.text("/invitations").partition("/admin/console/invitations/")[2]
    of = {
        "uuid:uuid": ada.uuid,
        "uuid:client_id": client_id,
        "kid": kid,
        "id:webhook_id": WEBHOOK_ID,
        "name:role": "label",
        "id:invitation_id": root.text("/invitations").rpartition("/withdraw")[0][-32:],
    }
    assert invitation

    def fill(path: str) -> str:
        for name, value in of.items():
            path = path.replace(f"<{name}>", value)
        return path.removeprefix(ROOT)

    return fill


def test_an_administrator_sees_every_page(root: Visitor, addresses: Callable[[str], str]) -> None:
    for path in SHOWN:
        answer = root.get(addresses(path))
        assert answer.status_code == 200, path
        assert answer.text.count("<h1>") == 1, path
        assert "script-src" not in answer.headers["Content-Security-Policy"] or path == f"{ROOT}/users"
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
        for inline in ("<script>", "<style", " style=", " onclick=", "javascript:"):
            assert inline not in answer.text, path


@pytest.mark.asvs("8.2.1", "8.3.1")
def test_a_page_takes_the_permission_that_it_declares(
    app: Flask, staff: Staff, addresses: Callable[[str], str]
) -> None:
    for number, (path, needed) in enumerate(sorted({(page.path, page.access.permission) for page in DECLARED})):
        if needed is None:
            assert path == ROOT
            continue
        person = staff.with_permissions(f"without{number}", *(each for each in PERMISSIONS if each != needed))
        refused = Visitor(app, person).get(addresses(path))
        assert (refused.status_code, "<h1>This did not work</h1>" in refused.text) == (403, True), path


@pytest.mark.asvs("8.3.1")
def test_strangers_are_led_to_the_sign_in_and_back(app: Flask, addresses: Callable[[str], str]) -> None:
    stranger = Visitor(app)
    for path in SHOWN:
        answer = stranger.get(addresses(path))
        root = "../" * (addresses(path).count("/") + 1)
        here = f"{ROOT}{addresses(path)}".replace("/", "%2F")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{root}account/login?next={here}")
    query = stranger.get("/users?q=a%26b&cursor=x").headers["Location"]
    assert query.endswith("account/login?next=%2Fadmin%2Fconsole%2Fusers%3Fq%3Da%2526b%26cursor%3Dx")


def test_a_person_who_lacks_a_second_factor_is_led_to_set_it_up(make_app: Callable[..., Flask]) -> None:
    app = make_app(second_factor="administrators")
    visitor = Visitor(app, People(app.test_client()).appoint(app, "root"))
    for path, way in (("/users", "../../"), ("/keys/rotate", "../../../")):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{way}account/factors")
    assert visitor.get("/users", HX_Request="true").headers["HX-Redirect"] == "../../account/factors"
    assert visitor.page.get("/account/factors").status_code == 200


def test_users_without_a_role_see_nothing_of_it(app: Flask, ada: Person) -> None:
    visitor = Visitor(app, ada)
    for path in ("", "/users", f"/users/{ada.uuid}", "/keys"):
        assert visitor.get(path).status_code == 403


def test_the_menu_has_what_a_person_may_see(app: Flask, staff: Staff, root: Visitor) -> None:
    for item in MENU[1:]:
        assert item.permission is not None
        visitor = Visitor(app, staff.with_permissions(f"of-{item.label.lower()}", item.permission))
        text = visitor.text()
        opened = [each.path for each in MENU[1:] if visitor.page.get(f"/{each.path}").status_code == 200]
        assert opened == [item.path]
        assert [each.path for each in MENU if f'href="../{each.path}"' in text][1:] == [item.path]
    assert all(f'href="../{item.path}"' in root.text() for item in MENU)


def test_a_user_s_page_shows_what_its_reader_may_see(app: Flask, staff: Staff, ada: Person) -> None:
    shown = {"sessions:read": "Sessions", "audit:read": "Events", "outbox:read": "Messages"}
    for permission, section in shown.items():
        person = staff.with_permissions(f"of-{section.lower()}", "users:read", permission)
        text = Visitor(app, person).text(f"/users/{ada.uuid}")
        assert [each for each in shown.values() if f"<h2>{each}</h2>" in text] == [section]
        assert 'class="deeds"' not in text


def test_each_form_has_a_page_of_its_own_with_the_same_rule(app: Flask) -> None:
    shown = {page.path: page.access for page in DECLARED if page.form is None}
    for page in DECLARED:
        assert page.access not in (PUBLIC, SIGNED_IN) or page.path == ROOT
        if page.form is not None:
            assert page.access == shown[page.path]
            assert page.access.recent


def test_a_setting_switches_it_off(make_app: Callable[..., Flask]) -> None:
    client = make_app(console=False).test_client()
    for path in ("", "/users", "/keys/rotate"):
        assert_refused(client.get(ROOT + path), (404, "not_found"))
    assert_refused(client.get("/assets/console/htmx.min.js"), (404, "not_found"))


def test_without_the_account_pages_a_stranger_is_told_so(make_app: Callable[..., Flask]) -> None:
    answer = make_app(account_pages=False).test_client().get(ROOT)
    assert (answer.status_code, "<h1>This did not work</h1>" in answer.text) == (403, True)


def test_charts_speak_the_language_of_their_reader(root: Visitor) -> None:
    assert "Anmeldungen pro Stunde" in root.get("", **{"Accept-Language": "de"}).text
