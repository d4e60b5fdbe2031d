"""The address of the database, parsed strictly. A refusal never repeats it, because it holds a password."""

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from sqlalchemy import URL

from gatepost.database.parameters import CHARSET, check_parameters, load_driver
from gatepost.settings import BadSettings, Settings

_NAME = "SQLALCHEMY_DATABASE_URI"
_SPELLING = (
    f"{_NAME}: write it as mysql://user:password@host:3306/name or postgresql://user:password@host:5432/name. "
    "In user, password and parameters, write @ : / ? # % as %40 %3A %2F %3F %23 %25"
)
# "@" may stand once. Otherwise a part of an unescaped password would be taken for the host, and shown in errors.
_SERVER = re.compile(
    r"(?:(?P<user>[^:@/?]*)(?::(?P<password>[^@/?]*))?@)?(?P<hosts>[^@/?]*)"
    r"(?:/(?P<database>[^@?]*))?(?:\?(?P<query>[^@]*))?"
)
_FILE = re.compile(r"/(?P<path>[^?]+)(?:\?(?P<query>.*))?")
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::(?P<port>[0-9]{1,5}))?")
_DRIVERS = {"mysql": ("pymysql", "mysqldb"), "postgresql": ("psycopg",)}
_MOST_PORT = 65535


class Host(NamedTuple):
    """A machine by its name or IP address. ``port``: None for the engine's own."""

    name: str
    port: int | None


@dataclass(frozen=True)
class DatabaseAddress:
    """An address in parts. ``hosts``: in order of preference; empty for a file, or the folder of a socket."""

    engine: str  # sqlite, mysql or postgresql
    url: URL  # with the first host
    hosts: tuple[Host, ...] = ()
    parameters: dict[str, str] = field(default_factory=dict, repr=False)  # after the question mark


def database_address(settings: Settings) -> DatabaseAddress:
    """The address of the database. Raises BadSettings."""
    given = settings.sqlalchemy_database_uri
    if not given:
        return _file(settings.instance / "gatepost.db")
    scheme, separator, rest = given.partition("://")
    match = re.fullmatch("([a-z]+)(?:[+]([a-z0-9_]+))?", scheme)
    if not separator or match is None:
        raise BadSettings(_SPELLING)
    engine = {"mariadb": "mysql", "postgres": "postgresql"}.get(match[1], match[1])
    if engine == "sqlite":
        return _sqlite(rest, settings.instance)
    if engine not in _DRIVERS:
        raise BadSettings(f"{_NAME}: {match[1]} is not supported; use SQLite, MySQL/MariaDB or PostgreSQL")
    dialect = "mariadb" if match[1] == "mariadb" else engine
    if match[2] and match[2] not in _DRIVERS[engine]:
        raise BadSettings(f"{_NAME}: the driver {match[2]} is not supported; write {dialect}://")
    driver = match[2] or _installed_driver(engine)
    load_driver(driver)
    return _server(engine, f"{dialect}+{driver}", rest)


def _installed_driver(engine: str) -> str:
    return "mysqldb" if engine == "mysql" and find_spec("MySQLdb") else _DRIVERS[engine][0]


def _sqlite(rest: str, instance: Path) -> DatabaseAddress:
    parts = _FILE.fullmatch(rest)
    path = "" if parts is None else unquote(parts["path"])
    if parts is None or path == ":memory:":
        raise BadSettings(f"{_NAME}: a database in memory forgets everything; name a file, as in sqlite:///accounts.db")
    check_parameters("sqlite", dict(parse_qsl(parts["query"] or "")))
    return _file((instance / path).absolute())


def _file(path: Path) -> DatabaseAddress:
    return DatabaseAddress("sqlite", URL.create("sqlite", database=str(path)))


def _server(engine: str, drivername: str, rest: str) -> DatabaseAddress:
    parts = _SERVER.fullmatch(rest)
    if parts is None:
        raise BadSettings(_SPELLING)
    given = parse_qsl(parts["query"] or "")
    named = [host for key, value in given if key == "host" for host in value.split(",")]
    parameters = {key: value for key, value in given if key != "host"}
    written = [*filter(None, unquote(parts["hosts"]).split(",")), *named]
    folder = written[0] if written and written[0].startswith("/") and engine == "postgresql" else None
    hosts = () if folder else tuple(map(_host, written))
    check_parameters(engine, {key: value for key, value in parameters.items() if not (folder and key == "port")})
    kept = {key: value for key, value in parameters.items() if engine == "postgresql" and key != "prepare_threshold"}
    url = URL.create(
        drivername,
        username=_decoded(parts["user"]),
        password=_decoded(parts["password"]),
        host=hosts[0].name if hosts else None,
        port=hosts[0].port if hosts else None,
        database=_decoded(parts["database"]),
        query={**kept, **({"host": folder} if folder else {}), **({"charset": CHARSET} if engine == "mysql" else {})},
    )
    return DatabaseAddress(engine, url, hosts, parameters)


def _host(written: str) -> Host:
    parts = _HOST.fullmatch(written)
    port = int(parts["port"]) if parts and parts["port"] else None
    if parts is None or (port is not None and not 0 < port <= _MOST_PORT):
        raise BadSettings(_SPELLING)
    return Host(parts["ipv6"] or parts["name"], port)


def _decoded(part: str | None) -> str | None:
    return None if part is None else unquote(part)
