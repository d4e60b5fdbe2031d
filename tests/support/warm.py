"""A process that has imported Gatepost, and forks for each command: an import takes a second, a fork none.

It is run by :mod:`tests.support.forked` as ``python warm.py NUMBER``, where NUMBER is its end of a socket. A request is
four bytes of length, then JSON, with four open files: standard input, output and error, and where to write the new
process's id and, at its end, its exit status. At the other end's close it goes.
"""

import gc
import json
import os
import pkgutil
import socket
import sys
import time
from importlib import import_module
from typing import Any

import granian  # noqa: F401
import phonenumbers  # noqa: F401
import zxcvbn  # noqa: F401
from sqlalchemy.orm import configure_mappers

import gatepost.app
import gatepost.migrations.run  # noqa: F401  with Alembic
from gatepost import commands
from gatepost.cli import main


def fork_for_requests(requests: socket.socket) -> Any:
    """The request of this process, which is a new one at each return."""
    while True:
        begin, files, *_ = socket.recv_fds(requests, 4, 4)
        if not begin:
            os._exit(0)
        request = requests.recv(int.from_bytes(begin), socket.MSG_WAITALL)
        if os.fork() == 0 and _fork_once_more(files):
            requests.close()
            return json.loads(request)
        for file in files:
            os.close(file)
        _collect()


def _fork_once_more(files: list[int]) -> bool:
    """True in the new process; the one between waits for its end, says how it ended, and ends too."""
    *streams, told = files
    child = os.fork()
    if child == 0:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.close(told)
        return True
    os.setsid()
    for stream in streams:
        os.close(stream)
    os.write(told, b"%d\n" % child)
    _, ended = os.waitpid(child, 0)
    os.write(told, b"%d\n" % os.waitstatus_to_exitcode(ended))
    os._exit(0)


def _collect() -> None:
    """Let those go that waited for others and have ended."""
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if ended == 0:
            return


if __name__ == "__main__":
    for module in pkgutil.iter_modules(commands.__path__, "gatepost.commands."):
        import_module(module.name)
    configure_mappers()
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
