"""The shown configuration of nginx: the application behind it knows who asks, and nobody can tell it otherwise."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import unquote

import pytest

from tests.docs.blocks import blocks
from tests.examples.proxy import SHOWN, Proxy, find_nginx, nginx, told_identity
from tests.serving.wire import ask, join
from tests.support.ci import skip_outside_ci
from tests.support.live import Live
from tests.support.people import Person
from tests.tokens.forge import opened

NAMES = ["X-Auth-User", "X-Auth-Username", "X-Auth-Role", "X-Auth-Session"]
REALM = 'Bearer realm="gatepost"'


@pytest.fixture(scope="module")
def proxy(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    if find_nginx() is None:
        skip_outside_ci("nginx is not installed: ./dev servers")
    with nginx(tmp_path_factory.mktemp("nginx"), live.url) as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_seen_yet(proxy: Proxy) -> None:
    proxy.reached()


def signed(person: Person) -> tuple[str, str]:
    return "Authorization", f"Bearer {person.access_token}"


def identity(person: Person) -> list[tuple[str, str]]:
    sid = opened(person.access_token)[1]["sid"]
    return list(zip(NAMES, [person.uuid, person.username, "user", sid], strict=True))


def test_the_page_shows_the_file_that_is_tested() -> None:
    assert [text for kind, text in blocks("docs/forward-auth.md") if kind == "nginx"] == [SHOWN.read_text()]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_application_is_told_who_is_signed_in(proxy: Proxy, ada: Person, method: str) -> None:
    reply = proxy.ask(method, "/notes?a=b", signed(ada), body="a note" if method == "POST" else "")
    assert reply.status == 200
    assert (reply.json["method"], reply.json["path"]) == (method, "/notes?a=b")
    assert reply.json["body"] == ("a note" if method == "POST" else "")
    assert sorted(told_identity(reply)) == sorted(identity(ada))
    assert ada.access_token not in reply.text


def test_a_name_of_any_script_arrives(proxy: Proxy, live: Live) -> None:
    person = join(live.url, "লাভলেস")
    told = dict(told_identity(proxy.ask("GET", "/", signed(person))))
    assert unquote(told["X-Auth-Username"]) == "লাভলেস"


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
    for name in NAMES:
        first, second, third = name.split("-")
        names += [f"{first}{a}{second}{b}{third}" for a, b in product("-_", repeat=2)]
    return [form for name in names for form in (name, name.lower(), name.upper())]


@pytest.mark.asvs("4.1.3")
@pytest.mark.parametrize("name", spoofed_forms())
def test_no_client_can_set_who_it_is(proxy: Proxy, ada: Person, name: str) -> None:
    for lines in ([(name, "spoofed")], [(name, "spoofed"), (name, "spoofed")], [(name, "")]):
        for order in ([*lines, signed(ada)], [signed(ada), *lines]):
            reply = proxy.ask("GET", "/notes", *order)
            assert reply.status == 200
            assert sorted(told_identity(reply)) == sorted(identity(ada))
        public = proxy.ask("GET", "/public/page", *lines, signed(ada))
        assert (public.status, told_identity(public)) == (200, [])
        assert "spoofed" not in public.text + reply.text


@pytest.mark.asvs("7.4.1")
def test_a_logout_holds_with_the_next_request(proxy: Proxy, live: Live) -> None:
    person = join(live.url, "leaves")
    assert [proxy.ask("GET", "/", signed(person)).status for _ in range(3)] == [200] * 3
    assert ask(live.url, "POST /user/logout/", token=person.access_token).status == 200
    proxy.reached()
    assert [proxy.ask("GET", "/", signed(person)).status for _ in range(3)] == [401] * 3
    assert proxy.reached() == []


def test_the_question_itself_cannot_be_asked_from_outside(proxy: Proxy, ada: Person) -> None:
    assert proxy.ask("GET", "/_who", signed(ada)).status == 404
    assert proxy.reached() == []


def test_a_large_body_goes_to_the_application_and_not_to_the_question(proxy: Proxy, ada: Person) -> None:
    """Gatepost would refuse one of more than 64 KiB."""
    body = "x" * 500_000
    reply = proxy.ask("POST", "/notes", signed(ada), ("Content-Type", "text/plain"), body=body)
    assert (reply.status, reply.json["body"]) == (200, body)


def test_where_gatepost_is_away_nobody_gets_in(
    proxy: Proxy, ada: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert proxy.ask("GET", "/", signed(ada)).status == 200
    with nginx(tmp_path_factory.mktemp("alone"), "http://127.0.0.1:9") as alone:
        alone.reached()
        assert alone.ask("GET", "/", signed(ada)).status == 500
        assert alone.reached() == []
