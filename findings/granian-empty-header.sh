#!/usr/bin/env bash
# One letter beyond ASCII in a cookie takes all cookies of the request away from the application.
#
# Expected: from "theme=très; session=abc" an application reads the session. RFC 9110 allows such bytes in a value
#   (obs-text, section 5.5) and has servers treat them as opaque; WSGI hands them on as Latin-1.
# Seen: Granian 2.8.9 gives a WSGI application an empty header, and one of RSGI the name of the header without a value. Its
#   ASGI has the bytes, and so has gunicorn 27.0.1. Nothing is logged.
# Why it matters: browsers send what a script wrote to document.cookie as it is, in UTF-8. A page beside the application
#   stores a name in a cookie of the whole domain, and exactly the visitors whose name has an accent seem signed out.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check granian==2.8.9 gunicorn==27.0.1

cat >"$folder/app.py" <<'PYTHON'
def wsgi(environ, start_response):
    told = environ.get("HTTP_COOKIE", "no header").encode("latin-1")
    start_response("200 OK", [("Content-Length", str(len(told)))])
    return [told]


async def asgi(scope, receive, send):
    told = dict(scope["headers"]).get(b"cookie", b"no header")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(told))]})
    await send({"type": "http.response.body", "body": told})


async def rsgi(scope, protocol):
    told = repr(scope.headers.get("cookie")) if "cookie" in scope.headers else "no header"
    protocol.response_str(200, [], told)
PYTHON

free() { python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
ask() { curl -s --noproxy '*' --retry 20 --retry-connrefused --retry-delay 1 "http://127.0.0.1:$1/" -H "Cookie: $2"; }

seen=$(
    cd "$folder"
    for server in 'granian wsgi' 'granian rsgi' 'granian asgi' 'gunicorn wsgi'; do
        port=$(free) interface=${server#* }
        if [ "${server% *}" = granian ]; then
            timeout 30 venv/bin/granian --no-ws --interface "$interface" --host 127.0.0.1 --port "$port" "app:$interface" >log 2>&1 &
        else
            timeout 30 venv/bin/gunicorn --bind "127.0.0.1:$port" "app:$interface" >log 2>&1 &
        fi
        server_id=$!
        for cookies in 'theme=dark; session=abc' 'theme=très; session=abc'; do
            echo "$server: $cookies is $(ask "$port" "$cookies")"
        done
        kill "$server_id" && wait "$server_id" 2>/dev/null || true
    done
) || true
expected="granian wsgi: theme=dark; session=abc is theme=dark; session=abc
granian wsgi: theme=très; session=abc is 
granian rsgi: theme=dark; session=abc is 'theme=dark; session=abc'
granian rsgi: theme=très; session=abc is None
granian asgi: theme=dark; session=abc is theme=dark; session=abc
granian asgi: theme=très; session=abc is theme=très; session=abc
gunicorn wsgi: theme=dark; session=abc is theme=dark; session=abc
gunicorn wsgi: theme=très; session=abc is theme=très; session=abc"

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
