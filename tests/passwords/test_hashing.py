"""Whose password is verified decides, whatever the hash says."""

import pytest
from flask import Flask

from gatepost.passwords import hashing
from gatepost.users.models import NO_PASSWORD


@pytest.mark.parametrize("nobody", [None, NO_PASSWORD], ids=["unknown", "no password"])
def test_nobodys_password_is_never_right(app: Flask, monkeypatch: pytest.MonkeyPatch, nobody: str | None) -> None:
    with app.app_context():
        decoy = hashing.hash_password("password")
        monkeypatch.setattr(hashing, "_decoy", lambda _: decoy)
        assert hashing.verify_password("password", decoy)
        assert not hashing.verify_password("password", nobody)
