"""Answers to people: pages with a content security policy of their own, and what pages load."""

from importlib.resources.abc import Traversable

from flask import Response

_KINDS = {"css": "text/css", "js": "text/javascript"}
_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def page(text: str, policy: str) -> Response:
    """A page that loads what *policy* allows, and nothing else."""
    headers = {"Content-Security-Policy": f"{_NOTHING_ELSE}; {policy}"}
    return Response(text, headers=headers, content_type="text/html; charset=utf-8")


def asset(file: Traversable) -> Response:
    """A script or a style sheet of the package."""
    kind = _KINDS[file.name.rpartition(".")[2]]
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(file.read_bytes(), headers=headers, content_type=f"{kind}; charset=utf-8")
