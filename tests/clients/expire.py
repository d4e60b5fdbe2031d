"""An access token that has expired, as a client that keeps it sees it."""

from dataclasses import replace

from gatepost_client import MemoryStore, Session


def expire(store: MemoryStore) -> None:
    """Spoil the access token that *store* keeps: the service refuses it as it refuses an expired one."""
    store.save(replace(store.load(), session=replace(session_in(store), access_token="expired")))


def session_in(store: MemoryStore) -> Session:
    session = store.load().session
    assert session is not None
    return session
