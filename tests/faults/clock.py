"""A clock that a service sees and that can be set: libfaketime, which stands before the system's."""

from pathlib import Path

_PLACES = ("/usr/lib/*/faketime", "/usr/lib/faketime", "/opt/homebrew/lib/faketime")


def library() -> Path | None:
    """Where libfaketime is installed."""
    found = (file for place in _PLACES for file in Path("/").glob(f"{place[1:]}/libfaketime.so.1"))
    return next(found, None)


class SteppedClock:
    """``environment`` gives a process this clock; :meth:`set` sets it, in seconds from the true time."""

    def __init__(self, folder: Path) -> None:
        preload = library()
        assert preload is not None
        self._file = folder / "clock"
        self.set(0)
        self.environment = {
            "LD_PRELOAD": str(preload),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    @staticmethod
    def lacks() -> str:
        """Name the program that is missing here; nothing if the clock can be set."""
        return "" if library() else "libfaketime is not installed: ./dev servers"

    def set(self, seconds: int) -> None:
        self._file.write_text(f"{seconds:+d}s\n")
