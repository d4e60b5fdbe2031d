"""``python -m gatepost``, and the command ``gatepost``."""

import gc


def main() -> None:
    """Import everything first, without garbage collection: nothing of it is garbage. Then run the command."""
    gc.disable()
    from gatepost.cli import main as run  # noqa: PLC0415  with the collection off

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
