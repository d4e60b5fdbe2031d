#!/usr/bin/env bash
# A host name with an ß is one domain for Python's own modules, and another domain for everything else.
#
# Expected: all clients that are given https://accounts.faß.example ask the same server.
# Seen: http.client, ssl and the codec "idna" of Python 3.11 turn ß into ss, as IDNA 2003 did: accounts.fass.example, in
#   the look-up, in the header Host and in TLS. requests 2.34.2 and httpx 0.28.1, email-validator 2.4.0 and Node's URL,
#   which is that of browsers, take IDNA 2008: accounts.xn--fa-hia.example. The registry sells both, to two owners.
# Why it matters: a service shows, stores and verifies ada@faß.de under one domain, and a module of the standard library
#   sends the request of a webhook, or a password to a server that checks it, to the owner of the other.
#   The Greek final sigma has the same two forms.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    requests==2.34.2 httpx==0.28.1 email-validator==2.4.0

cat >"$folder/ask.py" <<'PYTHON'
import http.client
import re
import socket
import ssl

import httpx
import requests
from email_validator import validate_email

HOST = "accounts.faß.example"

ours, theirs = socket.socketpair()
connection = http.client.HTTPConnection(HOST)
connection.sock = ours  # what would be sent is read at the other end
connection.request("GET", "/")
print("http.client asks", re.search(rb"Host: (\S+)", theirs.recv(4096))[1].decode())

sent = ssl.MemoryBIO()
tls = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), sent, server_hostname=HOST)
try:
    tls.do_handshake()
except ssl.SSLWantReadError:
    print("ssl asks", re.search(rb"accounts\.[\w.-]+example", sent.read())[0].decode())

print("requests asks", requests.Request("GET", f"https://{HOST}/").prepare().url.split("/")[2])
print("httpx asks", httpx.URL(f"https://{HOST}/").raw_host.decode())
print("email-validator writes to", validate_email("ada@faß.de", check_deliverability=False).ascii_email)
PYTHON

seen=$(
    timeout 60 "$folder/venv/bin/python" -W ignore "$folder/ask.py" 2>&1
    timeout 60 node -e 'console.log("Node asks", new URL("https://accounts.faß.example/").hostname)' 2>&1
) || true
expected='http.client asks accounts.fass.example
ssl asks accounts.fass.example
requests asks accounts.xn--fa-hia.example
httpx asks accounts.xn--fa-hia.example
email-validator writes to ada@xn--fa-hia.de
Node asks accounts.xn--fa-hia.example'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
