#!/usr/bin/env bash
# PyJWT does not fetch the key set again for a key that it does not know, for 30 seconds after the last fetch.
#
# Expected: a token with an unknown kid makes PyJWKClient fetch the key set once more, as it did for years, so that
#   keys can be changed at once.
# Seen: PyJWT 2.13.0 fetches again and accepts the token. PyJWT 2.15.1 raises PyJWKClientError without a request if
#   the last fetch is less than 30 seconds ago (cooldown_duration, since 2.14). It says that there is no such key,
#   although the server publishes it. With cooldown_duration=0 it is as before.
# Why it matters: an account service whose key has leaked changes it at once. Services with PyJWT that have just
#   fetched the old key set then answer 401 to every user for up to 30 seconds. A planned change has to publish the
#   key long before it signs.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export no_proxy=127.0.0.1 NO_PROXY=127.0.0.1

python3 -m venv "$folder/venv"

run() {
    timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "PyJWT[crypto]==$1"
    timeout 60 "$folder/venv/bin/python" - 2>&1 <<'PYTHON'
import inspect
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

keys = {"old": Ed25519PrivateKey.generate(), "new": Ed25519PrivateKey.generate()}
published, requests = [], []


class KeySet(BaseHTTPRequestHandler):
    def do_GET(self):
        requests.append(self.path)
        found = [{**OKPAlgorithm.to_jwk(keys[kid].public_key(), as_dict=True), "kid": kid} for kid in published]
        body = json.dumps({"keys": found}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def verify(client, kid):
    token = jwt.encode({"sub": "ada"}, keys[kid], "EdDSA", headers={"kid": kid})
    try:
        key = client.get_signing_key_from_jwt(token)
        return "accepted for " + jwt.decode(token, key, algorithms=["EdDSA"])["sub"]
    except jwt.PyJWKClientError as error:
        return f"{type(error).__name__}: {str(error).split(' that')[0]}"


server = ThreadingHTTPServer(("127.0.0.1", 0), KeySet)
threading.Thread(target=server.serve_forever, daemon=True).start()
choices = [{}]
if "cooldown_duration" in inspect.signature(jwt.PyJWKClient).parameters:
    choices.append({"cooldown_duration": 0})
for options in choices:
    client = jwt.PyJWKClient(f"http://127.0.0.1:{server.server_port}/jwks.json", **options)
    requests.clear()
    print(f"PyJWT {jwt.__version__}, {options or 'defaults'}")
    published[:] = ["old"]
    print(f"  old key: {verify(client, 'old')}; requests: {len(requests)}")
    published[:] = ["new", "old"]
    print(f"  new key: {verify(client, 'new')}; requests: {len(requests)}")
server.shutdown()
PYTHON
}

seen=$(run 2.13.0; run 2.15.1) || true
expected="PyJWT 2.13.0, defaults
  old key: accepted for ada; requests: 1
  new key: accepted for ada; requests: 2
PyJWT 2.15.1, defaults
  old key: accepted for ada; requests: 1
  new key: PyJWKClientError: Unable to find a signing key; requests: 1
PyJWT 2.15.1, {'cooldown_duration': 0}
  old key: accepted for ada; requests: 1
  new key: accepted for ada; requests: 2"

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
