"""The bare hello: the cost of Flask and the server alone."""

from flask import Flask, Response, jsonify

app = Flask(__name__)


@app.get("/")
def hello() -> Response:
    """About 150 bytes, in the shape of Gatepost's answer for one user."""
    user = {
        "mobile": "7000000000001",
        "status": True,
        "username": "user00001",
        "uuid": "0f0f0f0f-0000-4000-8000-000000000001",
    }
    return jsonify(data=user, message="Success!", status=200)
