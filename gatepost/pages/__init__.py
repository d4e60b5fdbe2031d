"""Pages for people: their declaration and dispatch, the start page, the documentation, and ``/link``."""

from gatepost.pages.answers import asset, go_to, page, relative_root
from gatepost.pages.page_room import Room
from gatepost.pages.templates import Templates

__all__ = ["Room", "Templates", "asset", "go_to", "page", "relative_root"]
