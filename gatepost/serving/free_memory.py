"""Memory that password hashes took is returned to the system, once no password has been hashed for a second.

glibc keeps the 19 MiB of a hash for the next one, which saves a third of that hash's time. It keeps them in the arena
of the thread that frees them, where ``malloc_trim`` does not reach the end of an arena other than the first.
So threads share the first arena.
"""

import ctypes
import os
from functools import partial
from typing import Any

from gatepost.passwords.threads import HASHED
from gatepost.threads import pause, run_forever

_ARENA_MAX = -8  # M_ARENA_MAX in glibc's malloc.h
_CHOSEN_BY = ("MALLOC_ARENA_MAX", "GLIBC_TUNABLES")  # variables with which operators choose otherwise
_QUIET = 1.0  # seconds without a hash; until then each hash takes the memory of the last one


def share_one_arena() -> None:
    """Let threads that start later share one arena of glibc. Other C libraries are left as they are."""
    mallopt = _function("mallopt")
    if mallopt is not None and not any(name in os.environ for name in _CHOSEN_BY):
        mallopt(_ARENA_MAX, 1)


def return_free_memory() -> None:
    """Start the thread that returns free memory after hashes, if the C library can do it."""
    trim = _function("malloc_trim")
    if trim is not None:
        run_forever("free-memory", partial(_return_after_hashes, trim))


def _return_after_hashes(trim: Any) -> None:
    HASHED.wait()
    while HASHED.is_set():
        HASHED.clear()
        pause(_QUIET)
    trim(0)


def _function(name: str) -> Any:
    """This function of the C library; None if it has no such function."""
    return getattr(ctypes.CDLL(None), name, None) if os.name == "posix" else None
