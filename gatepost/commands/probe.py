"""gatepost probe"""

import http.client
import sys

import click

from gatepost.environment import load_settings

_TIMEOUT = 5.0  # seconds; /readyz answers within two
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  nothing is bound here


@click.command()
@click.option("--ready", is_flag=True, help="Ask /readyz, which needs the database, and not /healthz.")
def probe(*, ready: bool) -> None:
    """Ask the service on this machine whether it is alive; exit with 1 if not.

    The address comes from HOST and PORT. This is the health check of the container image.
    """
    settings = load_settings()
    host, path = _EVERYWHERE.get(settings.host, settings.host), "/readyz" if ready else "/healthz"
    connection = http.client.HTTPConnection(host, settings.port, timeout=_TIMEOUT)
    try:
        connection.request("GET", path)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        click.echo(f"gatepost: No answer from {host}, port {settings.port}: {reason}", err=True)
        sys.exit(1)
    finally:
        connection.close()
    click.echo(f"GET {path}: {status}")
    sys.exit(0 if status == http.client.OK else 1)
