"""A FastAPI application that knows its callers by Gatepost's access tokens.

    pip install fastapi uvicorn          # and Gatepost, or a copy of its folder gatepost/verify
    ACCOUNTS_URL=http://127.0.0.1:8087 uvicorn fastapi_app:app --port 8000

ACCOUNTS_URL is Gatepost's public address: the one that stands in its tokens as ``iss``.
"""

import logging
import os
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from gatepost.verify import InvalidToken, KeysUnavailable, ReauthenticationRequired, Verifier

app = FastAPI()
log = logging.getLogger(__name__)
verifier = Verifier(os.environ["ACCOUNTS_URL"])
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def refused(why: str = "") -> HTTPException:
    """A request without a token learns only that one is needed (RFC 6750 section 3.1)."""
    return HTTPException(401, "Sign in.", {"WWW-Authenticate": 'Bearer realm="hello"' + (why and f", {why}")})


class SignedIn:
    """The claims of the signed-in user; with *max_age*, only if the log-in is at most so many seconds old."""

    def __init__(self, max_age: int | None = None) -> None:
        self.max_age = max_age

    def __call__(self, bearer: Bearer) -> dict[str, Any]:
        # Not async: fetching keys blocks now and then, and FastAPI calls plain functions in threads.
        if bearer is None:
            raise refused()
        try:
            return verifier.verify(bearer.credentials, max_age=self.max_age)
        except ReauthenticationRequired:
            raise refused(f'error="insufficient_user_authentication", max_age="{self.max_age}"') from None
        except InvalidToken:
            raise refused('error="invalid_token"') from None
        except KeysUnavailable:
            log.exception("The keys cannot be fetched, so no token can be verified")
            raise HTTPException(503, "Try again later.", {"Retry-After": "10"}) from None


@app.get("/hello")
def hello(claims: Annotated[dict, Depends(SignedIn())]) -> dict[str, str]:
    return {"message": f"Hello, {claims['sub']}!"}


@app.get("/vault")  # somebody who finds an open computer gets no further than /hello
def vault(claims: Annotated[dict, Depends(SignedIn(max_age=300))]) -> dict[str, str]:
    return {"message": f"Your secrets, {claims['sub']}."}
