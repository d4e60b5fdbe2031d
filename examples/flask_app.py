"""A Flask application that knows its callers by Gatepost's access tokens.

    pip install flask          # and Gatepost, or a copy of its folder gatepost/verify
    ACCOUNTS_URL=http://127.0.0.1:8087 flask --app flask_app run --port 8000

ACCOUNTS_URL is Gatepost's public address: the one that stands in its tokens as ``iss``.
"""

import os
from functools import wraps

from flask import Flask, g, jsonify, request

from gatepost.verify import InvalidToken, KeysUnavailable, ReauthenticationRequired, Verifier

app = Flask(__name__)
verifier = Verifier(os.environ["ACCOUNTS_URL"])


def signed_in(max_age=None):
    """Let signed-in users in; with *max_age*, only if their log-in is at most so many seconds old."""

    def decorate(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer":
                return refused()
            try:
                g.claims = verifier.verify(token.strip(" "), max_age=max_age)
            except ReauthenticationRequired:
                return refused(f'error="insufficient_user_authentication", max_age="{max_age}"')
            except InvalidToken:
                return refused('error="invalid_token"')
            except KeysUnavailable:
                app.logger.exception("The keys cannot be fetched, so no token can be verified")
                return jsonify(message="Try again later."), 503, {"Retry-After": "10"}
            return view(*args, **kwargs)

        return guarded

    return decorate


def refused(why=""):
    """A request without a token learns only that one is needed (RFC 6750 section 3.1)."""
    challenge = 'Bearer realm="hello"' + (why and f", {why}")
    return jsonify(message="Sign in."), 401, {"WWW-Authenticate": challenge}


@app.get("/hello")
@signed_in()
def hello():
    return {"message": f"Hello, {g.claims['sub']}!"}


@app.get("/vault")
@signed_in(max_age=300)  # somebody who finds an open computer gets no further than /hello
def vault():
    return {"message": f"Your secrets, {g.claims['sub']}."}
