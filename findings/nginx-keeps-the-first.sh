#!/usr/bin/env bash
# Where nginx asks another server by auth_request, the second cookie and the second challenge of its answer are lost.
#
# Expected: add_header Set-Cookie $cookies, after auth_request_set $cookies $upstream_http_set_cookie, passes on what the
#   check sets, and of a refusal the client gets every challenge, since nginx copies WWW-Authenticate to its 401.
# Seen: nginx 1.22.1 (that of Debian 12) passes on the first Set-Cookie and the first WWW-Authenticate. The configuration is
#   taken without a warning.
# Why it matters: a check that renews a session and its CSRF token sets two cookies, and pages have the old one of the
#   second from then on. A server that offers DPoP and Bearer is taken for one that offers the first alone.
set -euo pipefail

command -v nginx >/dev/null || {
    echo "Install nginx first." >&2
    exit 2
}
folder=$(mktemp -d)
trap 'kill $started 2>/dev/null || true; rm -rf "$folder"' EXIT
started=''
read -r front back < <(python3 -c '
import socket

sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(each.getsockname()[1] for each in sockets))')

cat >"$folder/nginx.conf" <<NGINX
daemon off;
worker_processes 1;
error_log stderr;
pid $folder/nginx.pid;
events {}
http {
    access_log off;
    client_body_temp_path $folder;
    proxy_temp_path $folder;
    fastcgi_temp_path $folder;
    uwsgi_temp_path $folder;
    scgi_temp_path $folder;
    server {
        listen 127.0.0.1:$front;
        location / {
            auth_request /check;
            auth_request_set \$cookies \$upstream_http_set_cookie;
            add_header Set-Cookie \$cookies;
            proxy_pass http://127.0.0.1:$back/page;
        }
        location = /check {
            internal;
            proxy_pass http://127.0.0.1:$back/check;
        }
    }
}
NGINX

cat >"$folder/back.py" <<'PYTHON'
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers["Cookie"] is not None
        if self.path.startswith("/page"):
            status, name, values = 200, "X-Page", ("shown",)
        elif known:
            status, name, values = 204, "Set-Cookie", ("session=1; Path=/", "csrf=2; Path=/")
        else:
            status, name, values = 401, "WWW-Authenticate", ('DPoP algs="ES256"', 'Bearer realm="accounts"')
        self.send_response(status)
        for value in values:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Server).serve_forever()
PYTHON

timeout 60 python3 "$folder/back.py" "$back" &
started="$!"
timeout 60 nginx -p "$folder" -c "$folder/nginx.conf" 2>"$folder/log" &
started="$started $!"
ask() {
    curl -s -o /dev/null -D - --noproxy '*' --retry 20 --retry-connrefused --retry-delay 1 "$@" | tr -d '\r' |
        grep -iE '^(HTTP|set-cookie|www-authenticate)' | sed 's/^/  /'
}

seen=$(
    nginx -v 2>&1
    for path in check page; do
        [ "$path" = check ] && echo 'the check itself:' || echo 'through nginx:'
        port=$([ "$path" = check ] && echo "$back" || echo "$front")
        ask "http://127.0.0.1:$port/$path" -H 'Cookie: session=0'
        ask "http://127.0.0.1:$port/$path"
    done
) || true
expected='nginx version: nginx/1.22.1
the check itself:
  HTTP/1.0 204 No Content
  Set-Cookie: session=1; Path=/
  Set-Cookie: csrf=2; Path=/
  HTTP/1.0 401 Unauthorized
  WWW-Authenticate: DPoP algs="ES256"
  WWW-Authenticate: Bearer realm="accounts"
through nginx:
  HTTP/1.1 200 OK
  Set-Cookie: session=1; Path=/
  HTTP/1.1 401 Unauthorized
  WWW-Authenticate: DPoP algs="ES256"'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
