"""docs/security/connections.md names every setting that holds an address of another server."""

import re
from pathlib import Path

import pytest

from gatepost.environment import variable
from gatepost.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs/security/connections.md").read_text()
OF_OURSELVES = {"public_url", "link_url", "app_url"}  # only written into tokens and messages


@pytest.mark.asvs("13.1.1")
def test_every_setting_with_the_address_of_a_server_is_in_the_table() -> None:
    addresses = [name for name in Settings.model_fields if name.endswith(("_url", "_uri")) and name not in OF_OURSELVES]
    named = re.findall(r"^\| out \|[^|]*\| `([A-Z_]+)` \|", PAGE, re.MULTILINE)
    assert sorted(named) == sorted([*(variable(name) for name in addresses), "OTEL_EXPORTER_OTLP_ENDPOINT"])
