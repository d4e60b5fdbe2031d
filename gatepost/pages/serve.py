"""What pages for people have in common: how they are served, with a policy that loads and runs only what is ours."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from flask import Flask, Response, request

View = Callable[..., Response]

PAGES = files("gatepost.pages") / "files"
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


def add_pages(app: Flask, pages: Mapping[str, View]) -> None:
    """Serve these views at these paths."""
    for path, view in pages.items():
        app.add_url_rule(path, f"site{path}", _named(path, view), methods=["GET"], provide_automatic_options=False)


def _named(path: str, view: View) -> View:
    """*view*, with its path for the log."""

    def serve(**given: str) -> Response:
        request.environ["gatepost.route"] = path
        return view(**given)

    return serve
