"""Pages for people: how they are declared and served, the start page, the documentation, and where links lead."""

from gatepost.pages.answers import asset, page
from gatepost.pages.room import Room
from gatepost.pages.templates import Templates

__all__ = ["Room", "Templates", "asset", "page"]
