"""A log-in has one outcome, and the API answers it."""

from datetime import timedelta

import pytest
from flask import Flask

from gatepost.login import routes
from gatepost.login.outcome import FactorDue


def test_a_factor_that_is_due_is_answered_in_the_one_shape_of_refusals(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No log-in ends so yet, so the deed is replaced; the answer is what clients will get."""
    due = FactorDue("a token", ("totp", "recovery_code"), timedelta(minutes=5))
    monkeypatch.setattr(routes, "log_in_with_password", lambda *_, **__: due)
    answer = app.test_client().post("/user/login", json={"username": "ada", "password": "password"})
    assert (answer.status_code, answer.json) == (
        403,
        {
            "message": "A second factor is needed.",
            "status": 403,
            "code": "second_factor_required",
            "second_factor": {"token": "a token", "factors": ["totp", "recovery_code"], "expires_in": 300},
        },
    )
    assert "Gatepost-Device" not in answer.headers
