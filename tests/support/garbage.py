"""Python's search for garbage, which would look through all tests again and again: half of what a short test takes."""

import gc


def pytest_sessionstart() -> None:
    """Collected objects stay."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From now on, only what tests make is looked through, and only once there is much of it."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
