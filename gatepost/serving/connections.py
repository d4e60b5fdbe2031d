"""The connection limit of a server process: high, so that idle clients do not take every connection."""

import resource

_MOST = 4096
_OTHER_FILES = 512  # databases, logs, mail servers, and the accept queue


def most_connections() -> int:
    """The limit of open files, less those needed otherwise, and at most _MOST. Raises the soft limit if it can."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST + _OTHER_FILES
    if _is_below(soft, wanted):
        soft = hard if _is_below(hard, wanted) else wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(_OTHER_FILES, soft - _OTHER_FILES) if _is_below(soft, wanted) else _MOST


def _is_below(limit: int, wanted: int) -> bool:
    return limit != resource.RLIM_INFINITY and limit < wanted
