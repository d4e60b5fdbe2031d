#!/usr/bin/env bash
# An access token that a program sets as a header is replaced by a password from ~/.netrc.
#
# Expected: requests.get(url, headers={"Authorization": "Bearer …"}) sends that header. What a program says explicitly
#   comes before a file of the machine.
# Seen: requests 2.34.2 drops the header, and sends "Basic …" with the user and password of the host from the file; so
#   does a Session that has the header for all its requests. A line "default" in the file does it for every host.
#   With auth= the token goes out, and so it does with httpx 0.28.1, urllib and OAuth2Session of requests-oauthlib 2.0.0.
# Why it matters: on a build server with a ~/.netrc for packages or Git, every call of an API with a token gets 401, and
#   the same program works on the desk of its author.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    requests==2.34.2 requests-oauthlib==2.0.0 httpx==0.28.1

printf 'default login builder password secret\n' >"$folder/netrc"
chmod 600 "$folder/netrc"

cat >"$folder/ask.py" <<'PYTHON'
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import requests
from requests_oauthlib import OAuth2Session


class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        told = self.headers["Authorization"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


class Bearer(requests.auth.AuthBase):
    def __call__(self, request):
        request.headers["Authorization"] = "Bearer abc"
        return request


server = HTTPServer(("127.0.0.1", 0), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
url, headers = f"http://127.0.0.1:{server.server_port}/", {"Authorization": "Bearer abc"}
session = requests.Session()
session.headers.update(headers)
oauth = OAuth2Session(token={"access_token": "abc", "token_type": "Bearer"})

print("requests, headers=:", requests.get(url, headers=headers).text)
print("requests, headers of a Session:", session.get(url).text)
print("requests, auth=:", requests.get(url, auth=Bearer()).text)
print("requests-oauthlib:", oauth.get(url).text)
print("httpx, headers=:", httpx.get(url, headers=headers).text)
print("urllib:", urllib.request.urlopen(urllib.request.Request(url, headers=headers)).read().decode())
PYTHON

seen=$(
    NETRC="$folder/netrc" OAUTHLIB_INSECURE_TRANSPORT=1 NO_PROXY=127.0.0.1 \
        timeout 60 "$folder/venv/bin/python" -W ignore "$folder/ask.py" 2>&1
) || true
expected='requests, headers=: Basic YnVpbGRlcjpzZWNyZXQ=
requests, headers of a Session: Basic YnVpbGRlcjpzZWNyZXQ=
requests, auth=: Bearer abc
requests-oauthlib: Bearer abc
httpx, headers=: Bearer abc
urllib: Bearer abc'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
