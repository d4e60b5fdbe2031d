"""A database server may be configured in any way: each connection sets what the service relies on."""

import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from gatepost.database import db
from tests.connections.journey import journey
from tests.servers import Access, Server, start
from tests.support.people import People

ODD = {
    "mariadb": {
        "sql_mode": "'ANSI_QUOTES,PIPES_AS_CONCAT'",
        "time_zone": "'+05:30'",
        "tx_isolation": "'SERIALIZABLE'",
        "completion_type": "'CHAIN'",
        "foreign_key_checks": "0",
        "sql_safe_updates": "1",
        "sql_select_limit": "1",
        "lock_wait_timeout": "9",
    },
    "postgresql": {
        "datestyle": "'SQL, DMY'",
        "timezone": "'Asia/Kolkata'",
        "default_transaction_isolation": "'serializable'",
        "standard_conforming_strings": "off",
        "client_encoding": "'LATIN1'",
    },
}
_CHANGE = {"mariadb": "SET GLOBAL {} = {}", "postgresql": "ALTER ROLE CURRENT_USER SET {} = {}"}


@pytest.fixture(scope="module")
def odd_server(served: str) -> Iterator[Server]:
    with start(served) as server:
        with server.access.connect() as connection:
            for name, value in ODD[served].items():
                connection.execute(text(_CHANGE[served].format(name, value)))
        yield server


def test_a_server_with_other_settings_serves_as_well(
    odd_server: Server, new_database: Callable[[Access], str], service_on: Callable[..., Flask]
) -> None:
    journey(service_on(new_database(odd_server.access)))


def test_the_schema_that_the_operator_chose_has_all_tables(
    odd_server: Server, new_database: Callable[[Access], str], service_on: Callable[..., Flask]
) -> None:
    if odd_server.engine != "postgresql":
        pytest.skip("only PostgreSQL has schemas in a database")
    address = new_database(odd_server.access)
    plain = service_on(address)
    with plain.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA theirs"))
    journey(service_on(f"{address}?options=-csearch_path%3Dtheirs"))
    with plain.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM theirs.audit_events")).scalar_one() > 3
        assert connection.execute(text("SELECT count(*) FROM public.audit_events")).scalar_one() == 0


def test_a_lock_on_tables_of_mariadb_is_waited_for_as_long_as_the_setting_says(
    odd_server: Server, new_database: Callable[[Access], str], service_on: Callable[..., Flask]
) -> None:
    if odd_server.engine != "mariadb":
        pytest.skip("PostgreSQL has one limit for all locks")
    address = new_database(odd_server.access)
    people = People(service_on(address, database_timeout="1s").test_client())
    person = people.join("ada")
    table = f"{address.rpartition('/')[2]}.users"
    for statement in ("FLUSH TABLES WITH READ LOCK", f"LOCK TABLES {table} READ"):
        with odd_server.access.connect() as connection:
            connection.execute(text(statement))
            begin = time.monotonic()
            answer = people.client.patch(f"/user/{person.uuid}", json={"gender": "female"}, headers=person.signed)
            assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
            assert time.monotonic() - begin < 1.9, statement  # at 2 s the driver would give up
    assert people.client.get(f"/user/{person.uuid}", headers=person.signed).status_code == 200
