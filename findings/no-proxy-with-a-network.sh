#!/usr/bin/env bash
# With a network in NO_PROXY some clients go straight to the server, and others send their tokens to the proxy.
#
# Expected: with NO_PROXY=127.0.0.0/8 (or 10.0.0.0/8, in a company) no client asks the proxy for an address of this
#   network. The form is that of the documentation of Kubernetes and of many installers.
# Seen: requests 2.34.2 and curl 7.88.1 ask the server itself. httpx 0.28.1, aiohttp 3.14.5 with trust_env and urllib of
#   Python 3.11 compare text, and ask the proxy; none of them warns. With the address itself in NO_PROXY all agree.
# Why it matters: an account service has a private address. A service that changes from requests to httpx sends the
#   access tokens of its users to the proxy, in the clear at http://, or waits for a proxy that does not reach the network.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    requests==2.34.2 httpx==0.28.1 aiohttp==3.14.5

cat >"$folder/ask.py" <<'PYTHON'
import asyncio
import os
import subprocess
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import aiohttp
import httpx
import requests


class ServerAndProxy(BaseHTTPRequestHandler):
    """A proxy is asked for a whole address, a server for a path."""

    def do_GET(self):
        told = b"the proxy" if self.path.startswith("http:") else b"the server"
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


async def by_aiohttp():
    async with aiohttp.ClientSession(trust_env=True) as session, session.get(url) as answer:
        return await answer.text()


server = ThreadingHTTPServer(("127.0.0.1", 0), ServerAndProxy)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"
os.environ["http_proxy"] = os.environ["HTTP_PROXY"] = url
clients = {
    "requests": lambda: requests.get(url).text,
    "curl": lambda: subprocess.run(["curl", "-s", url], capture_output=True, text=True, check=True).stdout,
    "httpx": lambda: httpx.get(url).text,
    "aiohttp": lambda: asyncio.run(by_aiohttp()),
    "urllib": lambda: urllib.request.urlopen(url).read().decode(),
}
for excepted in ("127.0.0.1", "127.0.0.0/8"):
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = excepted
    for name, ask in clients.items():
        print(f"NO_PROXY={excepted}: {name} asks {ask()}")
PYTHON

seen=$(timeout 60 "$folder/venv/bin/python" -W ignore "$folder/ask.py" 2>&1) || true
expected='NO_PROXY=127.0.0.1: requests asks the server
NO_PROXY=127.0.0.1: curl asks the server
NO_PROXY=127.0.0.1: httpx asks the server
NO_PROXY=127.0.0.1: aiohttp asks the server
NO_PROXY=127.0.0.1: urllib asks the server
NO_PROXY=127.0.0.0/8: requests asks the server
NO_PROXY=127.0.0.0/8: curl asks the server
NO_PROXY=127.0.0.0/8: httpx asks the proxy
NO_PROXY=127.0.0.0/8: aiohttp asks the proxy
NO_PROXY=127.0.0.0/8: urllib asks the proxy'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
