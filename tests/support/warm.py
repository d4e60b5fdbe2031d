"""A process that has imported Gatepost, and forks for each command: an import takes a second, a fork none.

It is run by :mod:`tests.support.forked` as ``python warm.py NUMBER``, where NUMBER is its end of a socket. A request is
four bytes of length, then JSON, with four open files: standard input, output and error, and where to write the new
process's id and, at its end, its exit status. At the other end's close it goes.
"""

import gc
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from importlib import import_module
from typing import Any

import granian  # noqa: F401
import phonenumbers  # noqa: F401
import zxcvbn  # noqa: F401
from coverage import Coverage
from sqlalchemy.orm import configure_mappers

import gatepost.app
import gatepost.migrations.run  # noqa: F401  with Alembic
from gatepost import commands
from gatepost.cli import main


def fork_for_requests(requests: socket.socket) -> Any:
    """The request of this process, which is a new one at each return."""
    told: dict[int, int] = {}  # by the id of each new process, where to write its exit status
    ended, wake_up = _notice_ends()
    while True:
        ready, _, _ = select.select([requests, ended], [], [])
        if ended in ready:
            os.read(ended, 4096)
            _tell_of_ended(told)
        if requests in ready:
            begin, files, *_ = socket.recv_fds(requests, 4, 4)
            if not begin:
                os._exit(0)
            request = requests.recv(int.from_bytes(begin), socket.MSG_WAITALL)
            if (child := os.fork()) == 0:
                _be_new(streams=files[:-1], others=[*files, *told.values(), ended, wake_up])
                requests.close()
                return json.loads(request)
            *streams, told[child] = files
            for stream in streams:
                os.close(stream)
            os.write(told[child], b"%d\n" % child)


def _notice_ends() -> tuple[int, int]:
    """Two ends of a pipe: the first can be read once a process has ended, the second is the system's."""
    ended, wake_up = os.pipe()
    os.set_blocking(wake_up, False)
    signal.set_wakeup_fd(wake_up)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # a signal without a handler wakes nobody up
    return ended, wake_up


def _be_new(*, streams: list[int], others: list[int]) -> None:
    """Keep nothing of the process that forks but what it imported."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for file in others:
        os.close(file)


def _tell_of_ended(told: dict[int, int]) -> None:
    """Write the exit status of each process that has ended."""
    while told:
        child, ended = os.waitpid(-1, os.WNOHANG)
        if child == 0:
            return
        tell = told.pop(child)
        with suppress(BrokenPipeError):  # nobody waits for it any more
            os.write(tell, b"%d\n" % os.waitstatus_to_exitcode(ended))
        os.close(tell)


if __name__ == "__main__":
    for module in pkgutil.iter_modules(commands.__path__, "gatepost.commands."):
        import_module(module.name)
    configure_mappers()
    if measured := Coverage.current():
        measured.save()  # otherwise each fork that ends by os._exit saves once more all that was reached until here
    gc.freeze()  # otherwise each fork, at its end, looks through all that was imported, and copies it by that
    order = fork_for_requests(socket.socket(fileno=int(sys.argv[1])))
    os.setsid()
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    sys.argv = ["gatepost", *order["words"]]
    if order["code"]:
        sys.path.insert(0, "")
        exec(compile(order["code"], "<string>", "exec"), {"__name__": "__main__"})
    else:
        main()
