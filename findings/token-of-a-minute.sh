#!/usr/bin/env bash
# Authlib refreshes a token that lives for a minute before each request, and never uses the one that it has just got.
#
# Expected: a client uses an access token until it has expired, or is about to. Three requests within a second need one.
# Seen: OAuth2Client and OAuth2Session of Authlib 1.9.10 count a token as expired 60 seconds before its end (leeway). One
#   with expires_in 60 has expired when it arrives, so three requests refresh three times. With leeway=10, or a lifetime of
#   90 seconds, nothing is refreshed. requests-oauthlib 2.0.0 uses the token until its end.
# Why it matters: a provider shortens the life of its access tokens to a minute, as a careful one does. The calls of its
#   token endpoint become as many as those of the API, run into its limit, and each spends a refresh token, so two
#   threads of one client may soon refresh with the same.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    Authlib==1.9.10 requests==2.34.2 httpx==0.28.1 requests-oauthlib==2.0.0

cat >"$folder/run.py" <<'PYTHON'
import json
import os
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer

os.environ |= {"NO_PROXY": "127.0.0.1", "OAUTHLIB_INSECURE_TRANSPORT": "1", "AUTHLIB_INSECURE_TRANSPORT": "1"}

from authlib.integrations.httpx_client import OAuth2Client
from authlib.integrations.requests_client import OAuth2Session
from requests_oauthlib import OAuth2Session as ByRequestsOAuthlib

asked = Counter()
lifetime = 60


def token():
    place = asked["/token"]
    return {
        "access_token": f"access {place}",
        "refresh_token": f"refresh {place}",
        "token_type": "Bearer",
        "expires_in": lifetime,
    }


class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.do_GET()

    def do_GET(self):
        asked[self.path] += 1
        body = json.dumps(token() if self.path == "/token" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
clients = {
    "Authlib, OAuth2Client": lambda: OAuth2Client("shop", token=token(), token_endpoint=f"{url}/token"),
    "Authlib, OAuth2Session": lambda: OAuth2Session("shop", token=token(), token_endpoint=f"{url}/token"),
    "Authlib, leeway=10": lambda: OAuth2Session("shop", token=token(), token_endpoint=f"{url}/token", leeway=10),
    "requests-oauthlib": lambda: ByRequestsOAuthlib("shop", token=token(), auto_refresh_url=f"{url}/token"),
}
for lifetime in (60, 90):
    for name, make in clients.items():
        asked.clear()
        client = make()
        for _ in range(3):
            assert client.get(f"{url}/api").status_code == 200
        print(f"{lifetime} s, {name}: {asked['/api']} requests, {asked['/token']} refreshed")
PYTHON

seen=$(timeout 60 "$folder/venv/bin/python" -W ignore "$folder/run.py" 2>&1 | grep -v -e Deprecat -e '^  from') || true
expected='60 s, Authlib, OAuth2Client: 3 requests, 3 refreshed
60 s, Authlib, OAuth2Session: 3 requests, 3 refreshed
60 s, Authlib, leeway=10: 3 requests, 0 refreshed
60 s, requests-oauthlib: 3 requests, 0 refreshed
90 s, Authlib, OAuth2Client: 3 requests, 0 refreshed
90 s, Authlib, OAuth2Session: 3 requests, 0 refreshed
90 s, Authlib, leeway=10: 3 requests, 0 refreshed
90 s, requests-oauthlib: 3 requests, 0 refreshed'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
