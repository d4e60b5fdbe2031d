"""``python -m tools.screenshots``: take the pictures of docs/pictures on sample data. Chromium has to be there.

    python -m tools.screenshots             all of them
    python -m tools.screenshots sign-in     those whose name begins so
    python -m tools.screenshots --looks DIR every page that tests/pages/visits.py names, in every look, to be looked at

A picture is WebP of at most 80 KiB. The service answers at port 8087 where that is free, as in the documentation.
"""

import base64
import contextlib
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.pages.visits import VISITS, Visit
from tests.pages.world import World, sample_world

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/pictures"
MOST = 80 * 1024  # bytes
USUAL_PORT = 8087
MODES = ("light", "dark")
DESK, PHONE = {"width": 1120, "height": 760}, {"width": 320, "height": 640}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESK},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE},
    "arabic": {"viewport": DESK, "locale": "ar"},
}


@dataclass(frozen=True)
class Picture:
    """The files ``<name>-<mode>.webp`` show what this visit sees."""

    name: str
    visit: Visit
    size: tuple[int, int] = (1120, 760)


def _picture(name: str, at: str, **more: Any) -> Picture:
    """A picture of the page that visits.py reaches at this address, or of the first one declared at that path."""
    return Picture(
        name, next(visit for visit in VISITS if at in (visit.at, visit.path) and visit.after is None), **more
    )


PICTURES = (
    _picture("start", "/"),
    Picture("docs", Visit("/docs", has=".opblock")),
    _picture("link", "/link#reset:abc"),
    _picture("inbox", "/dev/inbox"),
    _picture("sign-in", "/account/login", size=(560, 700)),
    _picture("account", "/account", size=(960, 720)),
    _picture("console", "/admin/console", size=(1120, 960)),
    _picture("users", "/admin/console/users"),
    _picture("user", "/admin/console/users/<uuid:uuid>"),
)
FIRST = ("sign-in", "console")
"""The pictures that README.md shows first, side by side in one."""


def main(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder, sample_world(Path(folder), "--port", _port()) as world:
        if arguments[:1] == ["--looks"]:
            _take_all(world, Path(arguments[1]))
            return 0
        FOLDER.mkdir(exist_ok=True)
        for picture in PICTURES:
            if picture.name.startswith(tuple(arguments) or ""):
                for mode in MODES:
                    _take(world, picture, mode)
        for mode in MODES:
            _put_together(world, mode)
    return 0


def _port() -> str:
    """The usual port, or a free one."""
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", USUAL_PORT)):
        return str(USUAL_PORT)
    return "0"


def _take(world: World, picture: Picture, mode: str) -> None:
    width, height = picture.size
    with _opened(world, picture.visit, viewport={"width": width, "height": height}, color_scheme=mode) as page:
        _keep(_webp(page), f"{picture.name}-{mode}")


def _put_together(world: World, mode: str) -> None:
    """Put the pictures of FIRST side by side into one, as high as the first."""
    shown = "".join(f'<img src="{_as_address(FOLDER / f"{name}-{mode}.webp")}">' for name in FIRST)
    with world.browser.new_context(viewport={"width": 1164, "height": 600}) as window:
        page = window.new_page()
        page.set_content(f"<style>{_FRAMES}</style><body class={mode}>{shown}")
        page.wait_for_function("() => [...document.images].every((image) => image.complete)")
        _keep(_webp(page), f"first-{mode}")


_FRAMES = """
body { margin: 0; padding: 24px; height: 100vh; box-sizing: border-box; display: flex; gap: 24px; background: #fff }
body.dark { background: #0d1117 }
img { height: 100%; border: 1px solid #8886; border-radius: 10px }
"""


def _as_address(path: Path) -> str:
    return f"data:image/webp;base64,{base64.b64encode(path.read_bytes()).decode()}"


def _keep(taken: bytes, name: str) -> None:
    path = FOLDER / f"{name}.webp"
    if len(taken) > MOST:
        raise SystemExit(f"{path} has {len(taken)} bytes, more than {MOST}: make the picture smaller.")
    path.write_bytes(taken)
    print(f"{path.relative_to(ROOT)}: {len(taken) // 1024} KiB")


def _take_all(world: World, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for number, visit in enumerate(VISITS):
        for look, shown in LOOKS.items():
            with _opened(world, visit, **shown) as page:
                page.screenshot(path=folder / f"{number:02}{visit.path.replace('/', '-')}-{look}.png", full_page=True)


@contextlib.contextmanager
def _opened(world: World, visit: Visit, **look: Any) -> Iterator[Page]:
    with world.window(visit.of, timezone_id="UTC", **{"locale": "en-GB", **look}) as window:
        page = window.new_page()
        world.visit(page, visit)
        yield page


def _webp(page: Page) -> bytes:
    """The window as WebP, which Playwright's own pictures are not."""
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": 82})
    return base64.b64decode(taken["data"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
