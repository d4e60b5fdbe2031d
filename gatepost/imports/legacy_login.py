"""Make the account of a user who has logged in at the old system: it is imported like a line, with a new hash."""

from typing import Any

import structlog
from sqlalchemy import select

from gatepost.database import read_all
from gatepost.imports.account import Policy, Refused
from gatepost.imports.check_line import check_line
from gatepost.imports.import_batch import import_batch
from gatepost.imports.line import Line
from gatepost.users.external_ids import ExternalId

SOURCE = "legacy-login"
"""The source of the outside ids of these users."""

log = structlog.get_logger("gatepost")


def make_account(told: Any, hashed: str) -> str | None:
    """Make the account that an old system has *told*, a line of docs/import.md without its password. Its uuid.

    None if the line is refused, which is logged without its values. Nothing is ever merged with another account.
    """
    value = {**told, "password": {"system": "gatepost", "stored": hashed}} if isinstance(told, dict) else None
    line = Line(1, value, "The answer has no user.")
    account = check_line(line, Policy(SOURCE))
    refused = [account] if isinstance(account, Refused) else import_batch([account], Policy(SOURCE)).refused
    if refused or isinstance(account, Refused):
        reasons = {field or "line": reason for each in refused for field, reason in each.reasons}
        log.error("legacy_login.refused", **reasons)
        return None
    this = (ExternalId.source == SOURCE, ExternalId.external_id == account.known_as)
    return next((uuid for (uuid,) in read_all(select(ExternalId.user_uuid).where(*this))), None)
