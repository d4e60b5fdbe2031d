"""Answers of pages: HTML with a content security policy of its own, and the assets that pages load."""

from importlib.resources.abc import Traversable

from flask import Response, request

_KINDS = {"css": "text/css", "js": "text/javascript"}
_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def page(text: str, policy: str) -> Response:
    """An HTML response. *policy*: directives added to a content security policy that forbids everything."""
    headers = {"Content-Security-Policy": f"{_NOTHING_ELSE}; {policy}"}
    return Response(text, headers=headers, content_type="text/html; charset=utf-8")


def asset(file: Traversable) -> Response:
    """A script or a style sheet of the package, cached for an hour."""
    kind = _KINDS[file.name.rpartition(".")[2]]
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(file.read_bytes(), headers=headers, content_type=f"{kind}; charset=utf-8")


def relative_root() -> str:
    """The way from the present page to the root of the service, such as ``../``.

    It is relative, because a proxy may serve the root below a path that the service does not see.
    """
    return "../" * (request.path.count("/") - 1)
