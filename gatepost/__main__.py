"""``python -m gatepost``, and the command ``gatepost``."""

import gc


def main() -> None:
    """Run the command. All is imported without garbage collection, which the command turns on: nothing is garbage."""
    gc.disable()
    from gatepost.cli import main as run  # noqa: PLC0415  with the collection off

    run()


if __name__ == "__main__":
    main()
