"""How many connections a server process takes. Those that say nothing must not be all of them."""

import resource

_MOST = 4096
_OTHER_FILES = 512  # databases, logs, mail servers, and what waits to be accepted


def most_connections() -> int:
    """As many as the system lets a process open files, up to a number that costs next to no memory."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST + _OTHER_FILES
    if _less(soft, wanted):
        soft = hard if _less(hard, wanted) else wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(_OTHER_FILES, soft - _OTHER_FILES) if _less(soft, wanted) else _MOST


def _less(limit: int, wanted: int) -> bool:
    return limit != resource.RLIM_INFINITY and limit < wanted
