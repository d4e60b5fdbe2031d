"""What other services are told holds in every process: revocation at once, the removal of a client within a second."""

import http.client
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.serving.wire import Reply, ask, at_once, join
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment
from tests.support.people import Person
from tests.web.endpoints import basic

pytestmark = pytest.mark.any_server

ROUNDS = 12  # requests, each over a connection of its own


@pytest.fixture(scope="module", params=["1", "4"])
def service(
    request: pytest.FixtureRequest, empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """One process or four, on each engine."""
    folder = tmp_path_factory.mktemp("service")
    with Live(folder, "--workers", request.param, SQLALCHEMY_DATABASE_URI=empty_database) as running:
        yield running
        assert "Traceback" not in running.log


def command(service: Live, *words: str) -> str:
    environment = clean_environment(**service._environment)
    ran = gatepost("clients", *words, folder=service.instance, environment=environment)
    ran.check_returncode()
    return ran.stdout


def register_client(service: Live) -> tuple[str, dict[str, str]]:
    """The id of a new client and its header, known to every process."""
    client_id, secret = (line.rpartition(" ")[2] for line in command(service, "create", "tests").splitlines())
    time.sleep(1)  # until then a process may know only the clients of a second ago
    return client_id, basic(client_id, secret)


def post(service: Live, path: str, headers: dict[str, str], **fields: str) -> Reply:
    """A form, over a connection of its own."""
    connection = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=30)
    try:
        headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read().decode())
    finally:
        connection.close()


def activity(service: Live, client: dict[str, str], person: Person) -> set[bool]:
    answers = [post(service, "/oauth/introspect", client, token=person.access_token) for _ in range(ROUNDS)]
    assert {answer.status for answer in answers} == {200}
    return {answer.json["active"] for answer in answers}


@pytest.mark.asvs("7.4.1")
def test_a_revoked_session_is_dead_in_every_process_when_the_answer_comes(service: Live) -> None:
    _, client = register_client(service)
    for kind in ("access_token", "refresh_token"):
        person = join(service.url, f"revoked-{kind}-{service.process.pid}")
        assert activity(service, client, person) == {True}
        assert post(service, "/oauth/revoke", client, token=getattr(person, kind)).status == 200
        assert activity(service, client, person) == {False}
        for _ in range(ROUNDS):
            assert ask(service.url, "GET /forward-auth", token=person.access_token).status == 401
            assert ask(service.url, "POST /user/refresh-token/", token=person.refresh_token).status == 401


def test_a_refresh_that_meets_a_revocation_never_survives_it(service: Live) -> None:
    for number in range(8):
        person = join(service.url, f"meets-{number}-{service.process.pid}")
        public = {"client_id": "gatepost"}

        def refresh(person: Person = person) -> Reply:
            return ask(service.url, "POST /user/refresh-token/", token=person.refresh_token)

        def revoke(person: Person = person, public: dict[str, str] = public) -> Reply:
            return post(service, "/oauth/revoke", {}, token=person.refresh_token, **public)

        replies = at_once([refresh, revoke, refresh, revoke])
        assert [replies[1].status, replies[3].status] == [200, 200]
        assert {replies[0].status, replies[2].status} <= {200, 401}
        for reply in (replies[0], replies[2]):
            if reply.status == 200:
                assert ask(service.url, "GET /forward-auth", token=reply.json["access_token"]).status == 401
                assert ask(service.url, "POST /user/refresh-token/", token=reply.json["refresh_token"]).status == 401


def test_a_removed_client_is_refused_in_every_process_within_a_second(service: Live) -> None:
    client_id, client = register_client(service)
    assert {post(service, "/oauth/introspect", client, token="x").status for _ in range(ROUNDS)} == {200}
    command(service, "remove", client_id)
    time.sleep(1)
    statuses = {post(service, "/oauth/introspect", client, token="x").status for _ in range(ROUNDS)}
    assert statuses == {401}


def test_an_old_secret_is_refused_in_every_process_within_a_second(service: Live) -> None:
    lines = command(service, "create", "tests").splitlines()
    client_id, old = (line.rpartition(" ")[2] for line in lines)
    new = command(service, "new-secret", client_id).rpartition(" ")[2].strip()
    time.sleep(1)
    for secret, status in ((old, 401), (new, 200)):
        replies = [post(service, "/oauth/introspect", basic(client_id, secret), token="x") for _ in range(ROUNDS)]
        assert {reply.status for reply in replies} == {status}
