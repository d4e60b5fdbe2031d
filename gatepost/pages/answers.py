"""Answers of pages: HTML with a content security policy of its own, and the assets that pages load."""

from importlib.resources.abc import Traversable

from flask import Response, request

_KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action {}; frame-ancestors 'none'"

# A window of another origin that has opened a page holds no reference to it, no sibling domain shares its process, and
# no script uses a device. Only pages have these headers: a redirect keeps an application's windows connected.
_ISOLATION = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}

PAGE_POLICY = "style-src 'self'; img-src 'self'"
"""The directives of a page with our design that runs no script."""


def page(text: str, policy: str, *, forms_to: str = "'none'", status: int = 200) -> Response:
    """An HTML response. *policy*: directives added to a content security policy that forbids everything.

    *forms_to*: the sources to which its forms may be sent, and to which the answers may redirect.
    """
    headers = {"Content-Security-Policy": f"{_NOTHING_ELSE.format(forms_to)}; {policy}"} | _ISOLATION
    return Response(text, status, headers=headers, content_type="text/html; charset=utf-8")


def asset(file: Traversable) -> Response:
    """A script, a style sheet or a picture of the package, cached for an hour."""
    kind = _KINDS[file.name.rpartition(".")[2]]
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(file.read_bytes(), headers=headers, content_type=f"{kind}; charset=utf-8")


def go_to(path: str) -> Response:
    """Send the browser to *path*, from the root of the service and without a slash at its begin, by GET."""
    return Response(status=303, headers={"Location": f"{relative_root() or './'}{path}"})


def relative_root() -> str:
    """The way from the present page to the root of the service, such as ``../``.

    It is relative, because a proxy may serve the root below a path that the service does not see.
    """
    return "../" * (request.path.count("/") - 1)
