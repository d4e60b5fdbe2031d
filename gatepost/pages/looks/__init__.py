"""The looks of pages: those of the package, and what replaces them in the folder ``pages`` of the data folder."""

from gatepost.pages.looks.own import FOLDER, OwnLooks, Source, own_looks

__all__ = ["FOLDER", "OwnLooks", "Source", "own_looks"]
