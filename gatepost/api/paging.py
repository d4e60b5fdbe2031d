"""Lists that come in pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from gatepost.settings import settings


def link_to_next(path: str, asked: Mapping[str, Any], cursor: str | None) -> dict[str, str]:
    """The header ``Link`` (RFC 8288) that leads to the next page of what was *asked*; none after the last."""
    if cursor is None:
        return {}
    below = urlsplit(settings.public_url or "").path  # where a proxy serves us below a path of its own
    return {"Link": f'<{below}{path}?{urlencode({**asked, "cursor": cursor})}>; rel="next"'}
