#!/usr/bin/env bash
# Two OAuth clients send the same client secret in two forms, and a server has to guess which one it reads.
#
# Expected: with client_secret_basic, all clients send the same header for the same id and secret, at least if the
#   secret holds only letters, digits and the signs of base64url.
# Seen: Authlib 1.9.10 sends the secret as it is. oauth4webapi 3.8.8 (which openid-client uses) encodes it as a form
#   first, as RFC 6749, section 2.3.1, says, and it encodes "-", "_" and "." too. So "Q7-x_2L.9" becomes
#   "Q7%2Dx%5F2L%2E9".
# Why it matters: a server that compares what it gets refuses oauth4webapi for a usual base64url secret. A server that
#   decodes as the RFC says refuses Authlib for a secret with "+" or "%". An account service is right for both only if
#   it decodes and issues no secret with these two signs.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" oauth4webapi@3.8.8
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check Authlib==1.9.10

secrets=('Q7xz2Lp9' 'Q7-x_2L.9' 'Q7+x/2L=9')

cat >"$folder/send.mjs" <<'JAVASCRIPT'
import { ClientSecretBasic } from "oauth4webapi";

for (const secret of process.argv.slice(2)) {
  const headers = new Headers();
  await ClientSecretBasic(secret)({}, { client_id: "shop" }, new URLSearchParams(), headers);
  console.log("oauth4webapi", secret, headers.get("authorization"));
}
JAVASCRIPT

cat >"$folder/send.py" <<'PYTHON'
import sys

from authlib.oauth2.auth import ClientAuth

for secret in sys.argv[1:]:
    auth = ClientAuth("shop", secret, "client_secret_basic")
    _, headers, _ = auth.prepare("POST", "https://accounts.example/oauth/introspect", {}, "")
    print("Authlib", secret, headers["Authorization"])
PYTHON

cat >"$folder/receive.py" <<'PYTHON'
import base64
import sys
from urllib.parse import unquote_plus

for line in sys.stdin:
    client, secret, _, sent = line.split()
    _, _, received = base64.b64decode(sent).decode().partition(":")
    answers = {"compares": received == secret, "decodes, then compares": unquote_plus(received) == secret}
    told = ", ".join(f"a server that {how}: {'accepted' if good else 'REFUSED'}" for how, good in answers.items())
    print(f"{secret} by {client} is sent as {received}\n    {told}")
PYTHON

seen=$({
    timeout 60 node "$folder/send.mjs" "${secrets[@]}"
    timeout 60 "$folder/venv/bin/python" -W ignore "$folder/send.py" "${secrets[@]}"
} | timeout 60 python3 "$folder/receive.py" 2>&1) || true

expected='Q7xz2Lp9 by oauth4webapi is sent as Q7xz2Lp9
    a server that compares: accepted, a server that decodes, then compares: accepted
Q7-x_2L.9 by oauth4webapi is sent as Q7%2Dx%5F2L%2E9
    a server that compares: REFUSED, a server that decodes, then compares: accepted
Q7+x/2L=9 by oauth4webapi is sent as Q7%2Bx%2F2L%3D9
    a server that compares: REFUSED, a server that decodes, then compares: accepted
Q7xz2Lp9 by Authlib is sent as Q7xz2Lp9
    a server that compares: accepted, a server that decodes, then compares: accepted
Q7-x_2L.9 by Authlib is sent as Q7-x_2L.9
    a server that compares: accepted, a server that decodes, then compares: accepted
Q7+x/2L=9 by Authlib is sent as Q7+x/2L=9
    a server that compares: accepted, a server that decodes, then compares: REFUSED'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
