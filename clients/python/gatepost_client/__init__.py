"""The client of Gatepost, the service for user accounts and sign-in.

with Client("https://accounts.example.org") as gatepost:
    outcome = gatepost.log_in(username="ada", password="…")  # SignedIn or FactorDue; raises Refused
    session = gatepost.send(calls.sessions.get_session())
"""

from gatepost_client import calls, types
from gatepost_client.async_client import AsyncClient
from gatepost_client.call import Call
from gatepost_client.client import Client
from gatepost_client.codes import Code
from gatepost_client.errors import GatepostError, NoAnswer, Refused, UnexpectedAnswer
from gatepost_client.outcome import FactorDue, Outcome, SignedIn
from gatepost_client.store import Kept, MemoryStore, Session, Store

__all__ = [
    "AsyncClient",
    "Call",
    "Client",
    "Code",
    "FactorDue",
    "GatepostError",
    "Kept",
    "MemoryStore",
    "NoAnswer",
    "Outcome",
    "Refused",
    "Session",
    "SignedIn",
    "Store",
    "UnexpectedAnswer",
    "calls",
    "types",
]
