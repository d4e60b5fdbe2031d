#!/usr/bin/env bash
# A cookie that has the name "path" or "version" hides all cookies of the request, the session among them.
#
# Expected: from "path=/home; session=abc" a server reads two cookies. Each name is a token, so RFC 6265 allows it, and
#   only in Set-Cookie do these words stand for attributes.
# Seen: http.cookies of Python 3.11, and Bottle 0.13.4 with it, read no cookie at all, and raise nothing. So they do
#   with a value that has a blank or a quoted word in it, as scripts set for consent and tastes. A cookie before the
#   first such one is kept. Werkzeug 3.1.8 and aiohttp 3.14.5 read both cookies.
# Why it matters: a script of another page of the same domain sets such a cookie, and its visitors seem signed out of the
#   application beside it, for as long as the cookie lives; only some of them, because browsers order cookies by path
#   and age.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    bottle==0.13.4 Werkzeug==3.1.8 aiohttp==3.14.5

cat >"$folder/read.py" <<'PYTHON'
from http.cookies import SimpleCookie

from aiohttp.test_utils import make_mocked_request
from bottle import BaseRequest
from werkzeug.http import parse_cookie

HEADERS = (
    "theme=dark; session=abc",
    "path=/home; session=abc",
    "version=2; session=abc",
    "session=abc; version=2",
    'taste={"theme":"dark"}; session=abc',
)


def by_http_cookies(header):
    return SimpleCookie(header)


libraries = {
    "http.cookies": by_http_cookies,
    "Bottle": lambda header: BaseRequest({"HTTP_COOKIE": header}).cookies,
    "Werkzeug": parse_cookie,
    "aiohttp": lambda header: make_mocked_request("GET", "/", headers={"Cookie": header}).cookies,
}
for header in HEADERS:
    print(header)
    for name, read in libraries.items():
        print(f"  {name}: {' '.join(sorted(read(header))) or 'nothing'}")
PYTHON

seen=$(timeout 60 "$folder/venv/bin/python" -W ignore "$folder/read.py" 2>&1) || true
expected='theme=dark; session=abc
  http.cookies: session theme
  Bottle: session theme
  Werkzeug: session theme
  aiohttp: session theme
path=/home; session=abc
  http.cookies: nothing
  Bottle: nothing
  Werkzeug: path session
  aiohttp: path session
version=2; session=abc
  http.cookies: nothing
  Bottle: nothing
  Werkzeug: session version
  aiohttp: session version
session=abc; version=2
  http.cookies: session
  Bottle: session
  Werkzeug: session version
  aiohttp: session version
taste={"theme":"dark"}; session=abc
  http.cookies: nothing
  Bottle: nothing
  Werkzeug: session taste
  aiohttp: session taste'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
