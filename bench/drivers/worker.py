"""A process that imports one driver and does what its parent orders. It runs with nothing else installed.

The first line of standard input is a pickle of (driver, address, statements). Each order after it is one of
(operation, threads, times), and each answer the seconds, the seconds of CPU, and the rows of the last look-up.
"""

import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path

MODULES = {
    "pymysql-plain": ["pymysql"],
    "mysqldb": ["MySQLdb"],
    # Its wheel needs a newer OpenSSL than that of Debian 12, and brings it. It finds it only if it is loaded first.
    "connector-c": ["_mysql_connector", "mysql.connector"],
    "connector-python": ["mysql.connector"],
    "mariadb1": ["mariadb"],
    "mariadb2": ["mariadb"],
}
THREADS = 2


def memory() -> int:
    """KiB of this process alone."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_", "Shared_Clean")))


def arguments(driver, at):
    """The arguments of each driver's ``connect`` for *at*: (host, port, user, password, database)."""
    named = dict(zip(("host", "port", "user", "password", "database"), at, strict=True))
    if driver.startswith("psycopg"):
        named["dbname"] = named.pop("database")
    elif driver in ("pymysql", "pymysql-plain", "mysqldb", "asyncmy"):
        named |= {"charset": "utf8mb4"} | ({"ssl_disabled": True} if driver == "pymysql-plain" else {})
    elif driver.startswith("connector"):  # its own collation is one of MySQL 8 that MariaDB 10 does not know
        pure = driver == "connector-python"
        named |= {"charset": "utf8mb4", "collation": "utf8mb4_general_ci", "use_pure": pure}
    return named


class Threaded:
    """The operations of one thread by a DB-API driver, as the service does them, without SQLAlchemy's pool."""

    def __init__(self, module, named, statements):
        self._module, self._named = module, named
        self._statements = {name: (sql, cycle(values)) for name, (sql, values) in statements.items()}
        self._writer, self._reader = module.connect(**named), module.connect(**named)
        if callable(self._reader.autocommit):
            self._reader.autocommit(True)
        else:
            self._reader.autocommit = True

    def connect(self, times):
        for _ in range(times):
            self._module.connect(**self._named).close()
        return ()

    def rotate(self, times):
        sql, values = self._statements["rotate"]
        for value in islice(values, times):
            cursor = self._writer.cursor()
            cursor.execute(sql, value)
            assert cursor.rowcount == 1
            cursor.close()
            self._writer.commit()
        return ()

    def look_up(self, name, times):
        sql, values = self._statements[name]
        rows = ()
        for value in islice(values, times):
            cursor = self._reader.cursor()
            cursor.execute(sql, value)
            rows = cursor.fetchall()
            cursor.close()
        return rows


class Asynchronous:
    """The same by a driver for asyncio: one event loop in one thread, one operation after the other."""

    def __init__(self, module, named, statements):
        self._module, self._named = module, named
        self._statements = {name: (sql, cycle(values)) for name, (sql, values) in statements.items()}
        self._loop = import_module("asyncio").new_event_loop()  # not before the driver: it loads OpenSSL
        self._loop.run_until_complete(self._open())

    async def _open(self):
        self._writer = await self._module.connect(**self._named)
        self._reader = await self._module.connect(**self._named, autocommit=True)

    def connect(self, times):
        async def all_of_them():
            for _ in range(times):
                connection = await self._module.connect(**self._named)
                await connection.ensure_closed()
            return ()

        return self._loop.run_until_complete(all_of_them())

    def rotate(self, times):
        return self._loop.run_until_complete(self._send(self._writer, "rotate", times))

    def look_up(self, name, times):
        return self._loop.run_until_complete(self._send(self._reader, name, times))

    async def _send(self, connection, name, times):
        (sql, values), rows = self._statements[name], ()
        for value in islice(values, times):
            cursor = connection.cursor()
            await cursor.execute(sql, value)
            rows = await cursor.fetchall() if connection is self._reader else ()
            await cursor.close()
            if connection is self._writer:
                await connection.commit()
        return rows


def main():
    driver, at, statements = pickle.load(sys.stdin.buffer)
    before, begun = memory(), time.process_time()
    *_, module = map(import_module, MODULES.get(driver) or [driver.partition("-")[0]])
    answer((time.process_time() - begun, (memory() - before) / 1024))
    if at is None:
        return
    kind = Asynchronous if driver == "asyncmy" else Threaded
    each = [kind(module, arguments(driver, at), statements[thread]) for thread in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda one: one.look_up("look-up-1", 1), each))
        while order := pickle.load(sys.stdin.buffer):
            operation, many, times = order
            begun, used = time.perf_counter(), time.process_time()
            rows = list(threads.map(lambda one: done(one, operation, times), each[:many]))  # noqa: B023
            answer((time.perf_counter() - begun, time.process_time() - used, [tuple(row) for row in rows[0]]))


def done(one, operation, times):
    return one.look_up(operation, times) if operation.startswith("look-up") else getattr(one, operation)(times)


def answer(what):
    pickle.dump(what, sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
