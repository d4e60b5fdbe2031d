"""gatepost routes, gatepost openapi"""

import click
import orjson

from gatepost.api.openapi import openapi
from gatepost.app import ROOMS
from gatepost.http.paths import readable


@click.command("routes")
def show_routes() -> None:
    """List every endpoint: method, path, access, limit, file:line."""
    for room in ROOMS:
        for endpoint in room.endpoints:
            path = readable(endpoint.path)
            line = f"{endpoint.method:<6} {path:<36} {endpoint.access.name:<28} {endpoint.limit!s:<12}"
            click.echo(f"{line} {endpoint.location}")


@click.command("openapi")
def show_openapi() -> None:
    """Print the OpenAPI 3.1 description of the API."""
    click.echo(orjson.dumps(openapi(ROOMS, server="/"), option=orjson.OPT_INDENT_2).decode())
