"""What ends a session ends it at once in every process, and after a restart."""

from collections.abc import Callable, Iterator

import pytest

from tests.serving.test_addresses import free_port
from tests.serving.wire import ask, join
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment
from tests.support.people import Person

pytestmark = pytest.mark.any_server

ROUNDS = 12  # requests, each over a connection of its own: all to one of two workers once in 2,000 runs


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("service"), "--port", str(free_port()), "--workers", "2") as running:
        yield running


def log_out(service: Live, person: Person) -> None:
    assert ask(service.url, "GET /user/logout/", token=person.access_token).status == 200


def change_password(service: Live, person: Person) -> None:
    """From another session of theirs."""
    credentials = {"username": person.username, "password": person.password}
    other = ask(service.url, "POST /user/login", credentials).json
    passwords = {"old_password": person.password, "new_password": "password01"}
    path = f"/user/change-password/{person.uuid}"
    assert ask(service.url, f"POST {path}", passwords, token=other["access_token"]).status == 200


def delete(service: Live, person: Person) -> None:
    assert ask(service.url, f"DELETE /user/{person.uuid}", token=person.access_token).status == 200


def deactivate(service: Live, person: Person) -> None:
    """By the command line: a process that is none of the service's."""
    settings = clean_environment(GATEPOST_INSTANCE=str(service.instance))
    command = ("users", "deactivate", person.username)
    gatepost(*command, folder=service.instance, environment=settings).check_returncode()


ENDS: list[Callable[[Live, Person], None]] = [log_out, change_password, delete, deactivate]


def statuses(service: Live, person: Person) -> set[int]:
    read, refresh = f"GET /user/{person.uuid}", "GET /user/refresh-token/"
    requests = [(read, person.access_token), (refresh, person.refresh_token)] * ROUNDS
    return {ask(service.url, line, token=token).status for line, token in requests}


@pytest.fixture(scope="module")
def ended(service: Live) -> dict[str, Person]:
    """By each way one person's session was used in both workers and then ended."""
    people = {}
    for end in ENDS:
        person = people[end.__name__] = join(service.url, f"user-{end.__name__}")
        assert statuses(service, person) == {200}
        end(service, person)
        assert statuses(service, person) == {401}, end.__name__
    return people


@pytest.mark.parametrize("way", [end.__name__ for end in ENDS])
def test_an_ended_session_is_dead_in_every_process(service: Live, ended: dict[str, Person], way: str) -> None:
    assert statuses(service, ended[way]) == {401}


def test_ended_sessions_stay_dead_after_a_restart(service: Live, ended: dict[str, Person]) -> None:
    assert service.stop() == 0
    service.start()
    assert {way: statuses(service, person) for way, person in ended.items()} == {way: {401} for way in ended}


def test_a_new_log_in_works_where_the_account_remains(service: Live, ended: dict[str, Person]) -> None:
    def log_in(way: str, password: str) -> int:
        credentials = {"username": ended[way].username, "password": password}
        return ask(service.url, "POST /user/login", credentials).status

    assert log_in("log_out", "password") == 200
    assert log_in("change_password", "password01") == 200
    assert log_in("change_password", "password") == 401
    assert log_in("delete", "password") == 401
    assert log_in("deactivate", "password") == 403
