#!/usr/bin/env bash
# Caddy sends every request with its configured pattern as the cookie, where the pattern should have been removed.
#
# Expected: request_header Cookie "gate=[^;]*" "" removes what the pattern finds from the header: the directive takes
#   a header, a pattern and a replacement, and the empty one is in quotes.
# Seen: Caddy 2.6.2 (that of Debian 12) takes an empty replacement for none. It sets the header to the text of the
#   pattern, also in requests that had no such header; validate and adapt say nothing. An empty group as the replacement
#   does what was meant: "gate=[^;]*(?:; )?()" "$1".
# Why it matters: the line should keep the cookie of a sign-in from the application behind the proxy. Instead all cookies
#   of the application are gone, so nobody stays signed in there.
set -euo pipefail

command -v caddy >/dev/null || {
    echo "Install caddy first." >&2
    exit 2
}
folder=$(mktemp -d)
trap 'kill $started 2>/dev/null || true; rm -rf "$folder"' EXIT
started=''
read -r back first second < <(python3 -c '
import socket

sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(each.getsockname()[1] for each in sockets))')

cat >"$folder/Caddyfile" <<CADDY
{
    admin off
    auto_https off
}
http://127.0.0.1:$first {
    request_header Cookie "gate=[^;]*" ""
    reverse_proxy 127.0.0.1:$back
}
http://127.0.0.1:$second {
    request_header Cookie "gate=[^;]*(?:; )?()" "\$1"
    reverse_proxy 127.0.0.1:$back
}
CADDY

cat >"$folder/back.py" <<'PYTHON'
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        told = (self.headers["Cookie"] or "no cookie").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
PYTHON

timeout 60 python3 "$folder/back.py" "$back" &
started="$!"
XDG_DATA_HOME="$folder" XDG_CONFIG_HOME="$folder" timeout 60 caddy run \
    --config "$folder/Caddyfile" --adapter caddyfile 2>"$folder/log" &
started="$started $!"
ask() { curl -s --noproxy '*' --retry 20 --retry-connrefused --retry-delay 1 "$@"; }

seen=$(
    caddy version
    timeout 60 caddy adapt --validate --config "$folder/Caddyfile" --adapter caddyfile >/dev/null 2>&1 && echo 'valid'
    for port in "$first" "$second"; do
        [ "$port" = "$first" ] && echo 'replaced by "":' || echo 'replaced by an empty group:'
        for cookies in 'gate=abc; app=1' 'app=1' ''; do
            echo "  ${cookies:-no cookie} becomes $(ask "http://127.0.0.1:$port/" ${cookies:+-H "Cookie: $cookies"})"
        done
    done
) || true
expected='2.6.2
valid
replaced by "":
  gate=abc; app=1 becomes gate=[^;]*
  app=1 becomes gate=[^;]*
  no cookie becomes gate=[^;]*
replaced by an empty group:
  gate=abc; app=1 becomes app=1
  app=1 becomes app=1
  no cookie becomes no cookie'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
