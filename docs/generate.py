"""Writes the pages of docs/ that are made from the code: endpoints.md, settings.md, errors.md and events.md.

``docs/generate.py`` writes them; with ``--check`` it only names those that lag, and ends with 1.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from pydantic import TypeAdapter  # noqa: E402  the package beside this folder comes first

from docs import lists  # noqa: E402
from gatepost.api.json_body import MAX_DEPTH  # noqa: E402
from gatepost.api.openapi import refusals  # noqa: E402
from gatepost.api.room import Endpoint  # noqa: E402
from gatepost.app import ROOMS  # noqa: E402
from gatepost.environment import variable  # noqa: E402
from gatepost.http.body import MAX_BYTES  # noqa: E402
from gatepost.http.limits import Limits, Unlimited  # noqa: E402
from gatepost.http.paths import readable  # noqa: E402
from gatepost.settings import Settings  # noqa: E402
from gatepost.settings.policies import PolicySettings  # noqa: E402
from gatepost.users.identifiers import EMAIL_MAX, MOBILE_MAX, USERNAME_MAX  # noqa: E402

MADE = "<!-- Made by docs/generate.py. Change the code, then run it again. -->\n\n"


# --- endpoints.md ---------------------------------------------------------------------------------------------------

ENDPOINTS = f"""# Endpoints

Every path works with and without a slash at its end, and never by a redirect. The same list for programs is
`/openapi.json`; `/docs` lets you try it; `gatepost routes` tells where each endpoint is declared.

- Send a body as JSON in UTF-8: at most {MAX_BYTES // 1024} KiB, at most {MAX_DEPTH} levels deep, no key twice.
  The header `Content-Type` is `application/json`, or missing. A field that is not listed is refused.
- Send a form (OAuth 2.0) as `application/x-www-form-urlencoded`, no parameter twice. An empty one counts as missing,
  an unknown one is ignored. A registered client authenticates by HTTP Basic.
- Send a token as `Authorization: Bearer …`.
- Besides the bounds in the tables: `username` has 1 to {USERNAME_MAX} letters and digits of any script and `. _ + -`;
  upper and lower case are the same name.
- `mobile`: at most {MOBILE_MAX} characters. With `+` and country code, or as `GATEPOST_PHONE_REGION` says; with `bare`
  7 to 15 digits. Spaces, dots, dashes, slashes and brackets do not count, and keypad letters are digits.
- `email`: at most {EMAIL_MAX} characters. A new password: at least `GATEPOST_PASSWORD_MIN_LENGTH` characters.
- The limit counts where `GATEPOST_LIMITS` is on: by user where one is signed in, by registered client, else by address;
  *by account* is by what the body names, whether or not it is known. [limits.md](limits.md) tells how it is counted.
- A refusal is `{{"message", "status", "code"}}`, with `"errors": {{"field": ["…"]}}` for 422; [errors.md](errors.md)
  explains each code. Besides the refusals that are listed, 404 `not_found`, 405 `method_not_allowed` and
  500 `internal_error` are possible everywhere.
"""


def endpoints_page() -> Iterator[str]:
    yield ENDPOINTS
    for room in ROOMS:
        yield f"\n## {room.name.capitalize()}\n"
        for endpoint in room.endpoints:
            yield from _endpoint(endpoint)


def _endpoint(endpoint: Endpoint) -> Iterator[str]:
    yield f"\n### `{endpoint.method} {readable(endpoint.path)}`\n\n{endpoint.summary}.\n"
    if endpoint.description:
        yield f"{' '.join(endpoint.description.split())}\n"
    yield f"\n- Who may: {endpoint.access.meaning}\n"
    yield f"- Limit: {_limit(endpoint.limit)}\n"
    for kind, shape in (("Body", endpoint.body), ("Form", endpoint.form), ("Query", endpoint.query)):
        if shape is not None:
            yield f"- {kind}:\n\n"
            schema = shape.model_json_schema()
            rows = [_field(name, field, schema) for name, field in schema["properties"].items()]
            yield from lists.table((kind.lower() + " field", "value", "needed", "note"), rows, indent="  ")
            yield "\n"
    yield f"- Answer: {endpoint.status} `{_shape(TypeAdapter(endpoint.answer).json_schema())}`\n"
    found = sorted({(refusal.status, endpoint.code_of(refusal)) for refusal in refusals(endpoint)})
    yield "- Refusals: " + ", ".join(f"{status} `{code}`" for status, code in found) + "\n"


def _limit(limit: str | Limits | Unlimited) -> str:
    return f"none, for {limit.why}" if isinstance(limit, Unlimited) else str(limit).replace("/", " a ")


def _field(name: str, field: dict[str, Any], schema: dict[str, Any]) -> tuple[str, ...]:
    note = field.get("description", "")
    value = _value(_without_null(field))
    default = field.get("default")
    needed = "yes" if name in schema.get("required", ()) else "no" if default is None else f"no: `{default}`"
    return f"`{name}`", value, needed, note


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """A value that may be left out is described together with its absence; only the value is of interest."""
    kinds: list[dict[str, Any]] = field.get("anyOf", [field])
    return next(kind for kind in kinds if kind.get("type") != "null")


def _value(field: dict[str, Any]) -> str:  # noqa: PLR0911  one line a type
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    match field:
        case {"type": "string", "maxLength": most}:
            return f"text, {field.get('minLength', 0)} to {most:,} characters"
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"whole number, {least:,} to {most:,}"
        case {"type": "integer", "minimum": least}:
            return f"whole number, {least:,} or more"
        case {"type": "boolean"}:
            return "`on` or `off`"
        case {"format": "duration"}:
            return "time: `90s`, `15m`, `12h`, `30d`"
        case {"format": "path"}:
            return "folder"
        case {"type": "array"}:
            return "list, with commas"
    return "text"


def _shape(schema: dict[str, Any], among: dict[str, Any] | None = None) -> str:
    """An answer's keys, in one line; those that may be missing with a question mark."""
    among = schema.get("$defs", {}) if among is None else among
    if "$ref" in schema:
        return _shape(among[schema["$ref"].rpartition("/")[2]], among)
    if schema.get("type") == "array":
        return f"[{_shape(schema['items'], among)}, …]".replace("[, ", "[")
    if schema.get("type") != "object":
        return ""
    keys = []
    for name, value in schema["properties"].items():
        inner = _shape(value, among)
        mark = "" if name in schema.get("required", ()) else "?"
        keys.append(f"{name}{mark}: {inner}" if inner else f"{name}{mark}")
    return "{" + ", ".join(keys) + "}"


# --- settings.md ----------------------------------------------------------------------------------------------------

SETTINGS = """# Settings

Read once, at start, from the environment and from a file `.env` in the folder where the service is started; the
environment wins. An empty value means unset, and hides the same name in `.env`. An unknown `GATEPOST_…` name or a value
that cannot be used stops the start and is named.

`GATEPOST_MODE` does nothing but choose a column of defaults: each setting can be set by itself in both modes.
"""


def settings_page() -> Iterator[str]:
    yield SETTINGS
    properties = Settings.model_json_schema()["properties"]
    for title, names in _groups():
        yield f"\n## {title}\n\n"
        rows = [_setting(name, properties[name]) for name in names]
        yield from lists.table(("environment", "what it decides, and why", "values", "development", "production"), rows)


def _groups() -> list[tuple[str, list[str]]]:
    """The settings under the comments that stand above them in gatepost/settings/."""
    groups: list[tuple[str, list[str]]] = [("The mode", [])]
    sources = [inspect.getsource(part) for part in reversed(Settings.__mro__) if issubclass(part, PolicySettings)]
    for line in "\n".join(sources).splitlines():
        if comment := re.fullmatch(r"    # (.+)", line):
            groups.append((comment[1].rstrip("."), []))
        elif (field := re.match(r"    (\w+): ", line)) and field[1] in Settings.model_fields:
            groups[-1][1].append(field[1])
    return groups


def _setting(name: str, schema: dict[str, Any]) -> tuple[str, ...]:
    field = Settings.model_fields[name]
    extra = field.json_schema_extra
    production = extra["production"] if isinstance(extra, dict) else field.default
    in_production = {"mode": "`production`", "secret_key": "required"}.get(name, _default(production))
    return (
        f"`{variable(name)}`",
        str(field.description),
        _value(_without_null(schema)),
        _default(field.default),
        in_production,
    )


def _default(value: Any) -> str:
    if value in (None, "", ()):
        return "unset"
    if isinstance(value, bool):
        return "`on`" if value else "`off`"
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        size, unit = next((size, unit) for size, unit in ((86400, "d"), (60, "m"), (1, "s")) if seconds % size == 0)
        return f"`{seconds // size}{unit}`"
    return f"`{value}`"


# --- writing and comparing ------------------------------------------------------------------------------------------


PAGES = {
    "endpoints.md": endpoints_page,
    "settings.md": settings_page,
    "errors.md": lists.errors_page,
    "events.md": lists.events_page,
}


def main() -> int:
    check, lagging = sys.argv[1:] == ["--check"], []
    for name, make in PAGES.items():
        page, text = DOCS / name, MADE + "".join(make())
        if check and (not page.exists() or page.read_text() != text):
            lagging.append(name)
        elif not check:
            page.write_text(text)
    for name in lagging:
        print(f"docs/{name} lags behind the code. Run: .venv/bin/python docs/generate.py", file=sys.stderr)
    return 1 if lagging else 0


if __name__ == "__main__":
    sys.exit(main())
