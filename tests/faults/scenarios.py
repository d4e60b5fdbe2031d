"""The faults. Each is a function that makes a world, lets something fail under load, and mends it again."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from tests.servers import galera
from tests.servers.redis import RedisServer

from .clock import SteppedClock
from .cut import Cut
from .disk import FullDisk
from .pipe import UnreadLog
from .world import SINGLE, World

SERVERS = ("postgresql", "mariadb")
CALM = 2.0  # seconds of load before and after a fault


@dataclass(frozen=True)
class Scenario:
    """A fault with its *name* in the table, and the engines that can have it."""

    name: str
    run: Callable[[World], None]
    engines: tuple[str, ...] = SINGLE
    lacks: Callable[[], str] = str  # what this machine lacks for it; nothing


def nothing(world: World) -> None:
    with world.load():
        world.pause(3 * CALM)


def worker_killed(world: World) -> None:
    with world.load():
        for _ in range(4):
            world.pause(CALM)
            world.service.kill_worker()
        world.pause(3 * CALM)


def all_killed(world: World) -> None:
    with world.load():
        for _ in range(3):
            world.pause(CALM)
            world.service.kill()
            world.service.await_readiness()
        world.pause(CALM)


def database_killed(world: World) -> None:
    with world.load():
        for _ in range(2):
            world.pause(CALM)
            world.kill_database()
        world.pause(2 * CALM)


def database_restarted(world: World) -> None:
    assert world.server is not None
    with world.load():
        world.pause(CALM)
        world.server.stop()
        world.pause(CALM)
        world.server.start()
        world.pause(2 * CALM)


def database_frozen(world: World) -> None:
    assert world.server is not None
    with world.load():
        world.pause(CALM)
        world.server.pause()
        world.pause(4 * CALM)
        world.server.resume()
        world.pause(2 * CALM)


def node_killed(world: World) -> None:
    """The node that takes the writes is killed; the others go on."""
    assert world.cluster is not None
    with world.load():
        world.pause(CALM)
        world.cluster.nodes[0].kill()
        world.pause(5 * CALM)


def commit_cut(world: World) -> None:
    assert world.server is not None
    cut = Cut(world.server.port)
    with world.load(database=world.through(cut.port)):
        world.pause(CALM)
        cut.cuts.set()
        world.pause(4 * CALM)
        cut.cuts.clear()
        world.pause(CALM)
    assert cut.count > 0, "no COMMIT was cut"
    cut.close()


def locked(world: World) -> None:
    """Somebody holds every row of the users (on SQLite: the file) for longer than a request may wait."""
    with world.load():
        for _ in range(2):
            world.pause(CALM)
            with world.connection() as connection:
                begin = "BEGIN IMMEDIATE" if world.engine == "sqlite" else "SELECT uuid FROM users FOR UPDATE"
                connection.exec_driver_sql(begin)
                world.pause(2 * CALM)
                connection.rollback()
        world.pause(CALM)


def disk_full(world: World) -> None:
    with ExitStack() as stack:
        disk = stack.enter_context(FullDisk(world))
        with world.load():
            world.pause(CALM)
            disk.fill()
            world.pause(2 * CALM)
            disk.empty()
            world.pause(2 * CALM)


def log_unread(world: World) -> None:
    log = UnreadLog(world.folder / "log.txt")
    with world.load(GATEPOST_LOG_LEVEL="info"):
        world.pause(4 * CALM)
        log.read_on()
        world.pause(CALM)
    log.close()


def redis_gone(world: World) -> None:
    redis = RedisServer().start()
    with world.load(GATEPOST_REDIS_URL=redis.url, GATEPOST_LIMITS="on"):
        world.pause(CALM)
        redis.stop()
        world.pause(2 * CALM)
        redis.start()
        world.pause(CALM)
    redis.stop()


def clock_stepped(world: World) -> None:
    """The service's clock goes two minutes back, and on again."""
    clock = SteppedClock(world.folder)
    with world.load(**clock.environment):
        for seconds in (0, -120, 0, 120, 0):
            clock.set(seconds)
            world.pause(CALM)


def keys_rotated(world: World) -> None:
    with world.load():
        for _ in range(4):
            world.pause(CALM)
            world.service.command("keys", "rotate", "--now")
        world.pause(CALM)


SCENARIOS = (
    Scenario("nothing fails", nothing),
    Scenario("a worker killed, four times", worker_killed),
    Scenario("all processes killed, three times", all_killed),
    Scenario("the database killed, twice", database_killed, SERVERS),
    Scenario("the database restarted", database_restarted, SERVERS),
    Scenario("the database frozen for 8 s", database_frozen, SERVERS),
    Scenario("the writing node killed", node_killed, ("galera",), lacks=galera.lacks),
    Scenario("one COMMIT in 20 cut off from its answer", commit_cut, SERVERS),
    Scenario("all users locked for 4 s, twice", locked),
    Scenario("the disk full for 4 s", disk_full, lacks=FullDisk.lacks),
    Scenario("the log not read for 8 s", log_unread),
    Scenario("Redis gone for 4 s", redis_gone),
    Scenario("keys rotated at once, four times", keys_rotated),
    Scenario("the clock set two minutes back, and on", clock_stepped, lacks=SteppedClock.lacks),
)
