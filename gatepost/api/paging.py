"""Pagination of lists."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from gatepost.settings import settings


def link_to_next(path: str, asked: Mapping[str, Any], cursor: str | None) -> dict[str, str]:
    """The header ``Link`` (RFC 8288) to the next page of the query *asked*; no header after the last page."""
    if cursor is None:
        return {}
    below = urlsplit(settings.public_url or "").path  # not empty if a proxy serves us below a path
    return {"Link": f'<{below}{path}?{urlencode({**asked, "cursor": cursor})}>; rel="next"'}
