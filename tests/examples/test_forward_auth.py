"""nginx and Caddy as shown: the application behind them knows who asks, and nobody can tell it otherwise."""

from itertools import product
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.blocks import blocks
from tests.examples.forward_auth import NAMES, REALM, ROLES, Start, asking_for, identity, signed, told
from tests.examples.forward_auth import nothing_seen_yet as nothing_seen_yet
from tests.examples.forward_auth import proxy as proxy
from tests.examples.forward_auth import start as start
from tests.examples.proxy import SHOWN, Proxy, nginx, told_identity
from tests.serving.wire import ask, join
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment
from tests.support.people import Person


def test_the_page_shows_the_file_that_is_tested() -> None:
    assert [text for kind, text in blocks("docs/forward-auth.md") if kind == "nginx"] == [SHOWN.read_text()]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_application_is_told_who_is_signed_in(proxy: Proxy, ada: Person, method: str) -> None:
    reply = proxy.ask(method, "/notes?a=b", signed(ada), body="a note" if method == "POST" else "")
    assert reply.status == 200
    assert (reply.json["method"], reply.json["path"]) == (method, "/notes?a=b")
    assert reply.json["body"] == ("a note" if method == "POST" else "")
    assert sorted(told(reply)) == sorted(identity(ada))
    assert ada.access_token not in reply.text


def test_no_client_chooses_the_address_in_the_log(start: Start, tmp_path: Path) -> None:
    with Live(tmp_path / "instance", GATEPOST_TRUSTED_PROXIES="127.0.0.1") as trusting:
        before = len(trusting.log)
        with start(tmp_path, trusting.url) as proxy:
            for accepted in ("*/*", "text/html"):
                spoofed = [("Accept", accepted), ("X-Forwarded-For", "203.0.113.9")]
                assert proxy.ask("GET", "/notes", *spoofed).status == 401
        trusting.wait_for("/forward-auth")
        assert "203.0.113.9" not in trusting.log[before:]


def test_the_application_is_told_the_roles(start: Start, proxy: Proxy, live: Live) -> None:
    person = join(live.url, f"staff.{start.__name__}")
    words, there = ("users", "roles", person.username, "administrator", "support"), str(live.instance)
    environment = clean_environment(GATEPOST_INSTANCE=there)
    gatepost(*words, folder=live.instance, environment=environment).check_returncode()
    for spoofed in ([], [(ROLES, "support")], [(ROLES.lower(), "user"), (ROLES, "user")]):
        reply = proxy.ask("GET", "/", *spoofed, signed(person))
        assert sorted(told(reply)) == sorted(identity(person, role="admin", roles="administrator support"))


@pytest.mark.asvs("4.1.3")
@pytest.mark.parametrize(
    "form", [["{}"], ["close, {}"], ["Upgrade, {}"], ["{}", "Upgrade"], ["Upgrade", "{}"]], ids=str
)
def test_no_client_has_a_header_left_out_that_tells_who_it_is(proxy: Proxy, ada: Person, form: list[str]) -> None:
    """A proxy drops the headers that ``Connection`` names: without a scope a token would seem to have all rights."""
    for name in NAMES:
        lines = [("Connection", line.format(name.lower())) for line in form]
        reply = proxy.ask("GET", "/", signed(ada), *lines)
        assert (reply.status, sorted(told(reply))) == (200, sorted(identity(ada)))
    socket = [line for line in asking_for("websocket") if line[0] != "Connection"]
    lines = [("Connection", line.format("X-Auth-User")) for line in form]
    status, got = proxy.change_protocol("/live", *socket, *lines, signed(ada), say=b"hello")
    assert status.startswith("HTTP/1.1 101 ")
    assert ada.uuid in got[0]


def test_a_name_of_any_script_arrives(start: Start, proxy: Proxy, live: Live) -> None:
    name = f"লাভলেস.{start.__name__}"
    person = join(live.url, name)
    told = dict(told_identity(proxy.ask("GET", "/", signed(person))))
    assert unquote(told["X-Auth-Username"]) == name


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "Bearer x")],
        [("Authorization", "Bearer")],
        [("Authorization", "Bearer {0} {0}")],
        [("Authorization", "Basic YTpi")],
        [("Authorization", "Bearer {0}"), ("Authorization", "Bearer {0}")],
        [("Authorization", "Bearer x"), ("Authorization", "Bearer {0}")],
        [("Authorization", "{refresh}")],
        [("X-Auth-User", "{uuid}"), ("X-Auth-Role", "admin")],
        [("Cookie", "access_token={0}")],
        [("Proxy-Authorization", "Bearer {0}")],
    ],
)
@pytest.mark.parametrize("path", ["/", "/notes", "/public/../notes", "//", "/publicly"])
def test_without_a_good_token_the_application_is_not_reached(
    proxy: Proxy, ada: Person, path: str, headers: list[tuple[str, str]]
) -> None:
    known = {"refresh": f"Bearer {ada.refresh_token}", "uuid": ada.uuid}
    lines = [(name, value.format(ada.access_token, **known)) for name, value in headers]
    reply = proxy.ask("GET", path, *lines)
    assert reply.status in (400, 401)  # 400: newer versions refuse two of this header by themselves
    if reply.status == 401:
        [challenge] = reply.headers.get_all("WWW-Authenticate")
        assert challenge.startswith(REALM)
        sent = [value for name, value in lines if name == "Authorization" and value.startswith("Bearer")]
        assert challenge == (f'{REALM}, error="invalid_token"' if sent else REALM)
    else:
        assert len(lines) == 2
    assert proxy.reached() == []


def spoofed_forms() -> list[str]:
    """X-Auth-User as X_Auth_User, x-auth_user, X-AUTH-USER and so on."""
    names = []
    for name in (*NAMES, "X-Auth-Scope", "X-Auth-Actor"):
        first, second, third = name.split("-")
        names += [f"{first}{a}{second}{b}{third}" for a, b in product("-_", repeat=2)]
    return [form for name in names for form in (name, name.lower(), name.upper())]


@pytest.mark.asvs("4.1.3")
@pytest.mark.parametrize("name", spoofed_forms())
def test_no_client_can_set_who_it_is(start: Start, proxy: Proxy, ada: Person, name: str) -> None:
    for lines in ([(name, "spoofed")], [(name, "spoofed"), (name, "spoofed")], [(name, "")]):
        for order in ([*lines, signed(ada)], [signed(ada), *lines]):
            reply = proxy.ask("GET", "/notes", *order)
            assert reply.status == 200
            assert sorted(told(reply)) == sorted(identity(ada))
        assert "spoofed" not in reply.text
        if start is nginx:  # the example of Caddy has no path without a check
            public = proxy.ask("GET", "/public/page", *lines, signed(ada))
            assert (public.status, told_identity(public), "spoofed" in public.text) == (200, [], False)


@pytest.mark.asvs("7.4.1")
def test_a_logout_holds_with_the_next_request(start: Start, proxy: Proxy, live: Live) -> None:
    person = join(live.url, f"leaves.{start.__name__}")
    assert [proxy.ask("GET", "/", signed(person)).status for _ in range(3)] == [200] * 3
    assert ask(live.url, "POST /user/logout/", token=person.access_token).status == 200
    proxy.reached()
    assert [proxy.ask("GET", "/", signed(person)).status for _ in range(3)] == [401] * 3
    assert proxy.reached() == []


def test_the_question_itself_cannot_be_asked_from_outside(start: Start, proxy: Proxy, ada: Person) -> None:
    if start is not nginx:
        pytest.skip("Caddy has no address for it")
    assert proxy.ask("GET", "/_who", signed(ada)).status == 404
    assert proxy.reached() == []


def test_a_large_body_goes_to_the_application_and_not_to_the_question(proxy: Proxy, ada: Person) -> None:
    """Gatepost would refuse one of more than 64 KiB."""
    body = "x" * 500_000
    reply = proxy.ask("POST", "/notes", signed(ada), ("Content-Type", "text/plain"), body=body)
    assert (reply.status, reply.json["body"]) == (200, body)


def test_where_gatepost_is_away_nobody_gets_in(
    start: Start, proxy: Proxy, ada: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert proxy.ask("GET", "/", signed(ada)).status == 200
    with start(tmp_path_factory.mktemp("alone"), "http://127.0.0.1:9") as alone:
        alone.reached()
        assert alone.ask("GET", "/", signed(ada)).status == (500 if start is nginx else 502)
        assert alone.reached() == []


PREFLIGHT = [("Origin", "https://page.example"), ("Access-Control-Request-Method", "POST")]


def test_a_preflight_reaches_the_application_and_says_nothing_of_a_user(proxy: Proxy, ada: Person) -> None:
    """It cannot have a token, and is answered by the application. One that has a token is treated alike."""
    for more in ([], [signed(ada)], [("X-Auth-User", ada.uuid), ("X_Auth_Role", "admin")]):
        reply = proxy.ask("OPTIONS", "/notes", *PREFLIGHT, *more)
        assert (reply.status, reply.json["method"], told_identity(reply)) == (200, "OPTIONS", [])
        assert dict(reply.json["headers"])["Access-Control-Request-Method"] == "POST"
        assert ada.access_token not in reply.text


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("OPTIONS", []),
        ("OPTIONS", [("Origin", "https://page.example")]),
        ("OPTIONS", [("Access_Control_Request_Method", "POST")]),
        ("GET", PREFLIGHT),
        ("POST", PREFLIGHT),
        ("GET", [*PREFLIGHT, ("X-HTTP-Method-Override", "OPTIONS")]),
        ("options", PREFLIGHT),
    ],
)
def test_what_is_no_preflight_needs_a_token(proxy: Proxy, method: str, headers: list[tuple[str, str]]) -> None:
    assert proxy.ask(method, "/notes", *headers).status in (400, 401, 405)
    assert proxy.reached() == []
