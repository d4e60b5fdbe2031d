"""Check before serving: the files in the folder ``pages`` of the data folder can be shown to people."""

from html.parser import HTMLParser
from importlib.resources import files

from gatepost.pages.looks.check_templates import check_templates_of
from gatepost.pages.looks.check_words import check_words, find_unused_words
from gatepost.pages.looks.colours import read_colours
from gatepost.pages.looks.own import FOLDER, LOGOS, ROOMS, OwnLooks, own_looks
from gatepost.settings import BadSettings, Settings

LOGO_MAX = 64 * 1024  # bytes: every page loads it
_READ = "templates (*.html), words/<language>.po, logo.svg, logo.png, colours.toml"
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"


def check_looks(settings: Settings) -> None:
    """Refuse files of the data folder that pages could not be shown with. Raises BadSettings, with file and line."""
    own = own_looks(settings.instance)
    _check_names(own)
    for folder, package in ROOMS.items():
        if any(path.startswith(folder) for path in own.templates) and (files(package) / "html").is_dir():
            check_templates_of(package, settings.instance)
    for tag, source in own.words.items():
        check_words(tag, source)
    if own.colours is not None:
        read_colours(own.colours)
    _check_logo(own, f"{settings.instance / FOLDER}")


def find_unused(settings: Settings) -> list[str]:
    """Where words of the data folder translate a text that no page has: of another version, or mistyped."""
    return [place for tag, source in own_looks(settings.instance).words.items() for place in find_unused_words(source)]


def _check_names(own: OwnLooks) -> None:
    if own.others:
        raise BadSettings(f"{own.others[0]}: no file of this name is read here. Those that are: {_READ}.")
    for path, source in own.templates.items():
        folder, _, name = path.rpartition("/")
        package = ROOMS.get(f"{folder}/" if folder else "")
        shipped = _names_in(package) if package else []
        if name not in shipped:
            listed = ", ".join(shipped or ["account/*.html", "console/*.html", *_names_in(ROOMS[""])])
            raise BadSettings(f"{source.path}: there is no page of this name. Those that there are: {listed}.")


def _names_in(package: str) -> list[str]:
    folder = files(package) / "html"
    return sorted(file.name for file in folder.iterdir() if file.name.endswith(".html")) if folder.is_dir() else []


def _check_logo(own: OwnLooks, folder: str) -> None:
    if len(own.logos) > 1:
        raise BadSettings(f"{folder}: {' and '.join(LOGOS)} are both there. Remove one.")
    for name, picture in own.logos.items():
        path = f"{folder}/{name}"
        if len(picture) > LOGO_MAX:
            raise BadSettings(
                f"{path}: this has {len(picture)} bytes, and every page loads it. Use at most {LOGO_MAX}."
            )
        if name.endswith(".png") and not picture.startswith(_PNG):
            raise BadSettings(f"{path}: this is not a PNG picture.")
        if name.endswith(".svg"):
            _check_svg(path, picture)


def _check_svg(path: str, picture: bytes) -> None:
    """Browsers draw an SVG file only where its first element says so."""
    try:
        first = _FirstElement(picture.decode())
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path}: this is not UTF-8: {error.reason}") from None
    if first.name != "svg" or first.attributes.get("xmlns") != _SVG:
        raise BadSettings(f'{path}, line {first.line}: begin with <svg xmlns="{_SVG}">, or browsers show nothing.')


class _FirstElement(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.name, self.line = "", 1
        self.attributes: dict[str, str | None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.name:
            self.name, self.line, self.attributes = tag, self.getpos()[0], dict(attrs)

    handle_startendtag = handle_starttag
