#!/usr/bin/env bash
# PyMySQL reads every certificate authority of the machine at each connection, and then verifies nothing with them.
#
# Expected: connecting on loopback without any TLS argument costs the driver well below a millisecond of CPU, as in
#   PyMySQL 1.1.2. Authorities are read where a server's certificate is verified with them.
# Seen: PyMySQL 1.2.4 makes a new default context of TLS for each connection, before it knows whether the server has TLS.
#   The context holds all authorities, and its verify_mode is CERT_NONE. That takes tens of times as long as the rest of
#   the constructor, about 20 ms of CPU. With ssl_disabled=True, or with one SSLContext for all connections, it is gone.
# Why it matters: an account service whose pool is empty, after a start or a failover, needs that for each connection of
#   each process, just when all requests wait. Without a pool each request pays it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" install --quiet --disable-pip-version-check)
timeout 300 "${pip[@]}" --target "$folder/certifi" certifi==2026.7.22
for version in 1.1.2 1.2.4; do
    timeout 300 "${pip[@]}" --target "$folder/$version" "PyMySQL==$version"
done

run() {
    PYTHONPATH="$folder/$1:$folder/certifi" timeout 60 "$folder/venv/bin/python" - "$1" <<'PYTHON'
import os
import ssl
import sys
import time
from statistics import median

import certifi
import pymysql

os.environ["SSL_CERT_FILE"] = certifi.where()  # the same authorities on each machine


def microseconds(**arguments):
    """CPU of making a connection object. It connects to nothing."""
    taken = []
    for _ in range(21):
        begun = time.process_time()
        pymysql.Connection(host="127.0.0.1", defer_connect=True, **arguments)
        taken.append(time.process_time() - begun)
    return median(taken) * 1e6


shared = ssl.create_default_context()
default, disabled, own = microseconds(), microseconds(ssl_disabled=True), microseconds(ssl=shared)
print(f"{sys.argv[1]}: default {default:.0f} µs, ssl_disabled {disabled:.0f} µs, one context {own:.0f} µs", file=sys.stderr)
context = getattr(pymysql.Connection(defer_connect=True), "ctx", None)
authorities = context is not None and context.cert_store_stats()["x509_ca"] > 100
verifies = context is not None and context.verify_mode is not ssl.CERT_NONE
slow = {name: took > 20 * disabled for name, took in (("default", default), ("one context", own))}
print(f"{sys.argv[1]}: holds authorities: {authorities}, verifies: {verifies}, 20 times as slow: {slow}")
PYTHON
}

expected="1.1.2: holds authorities: False, verifies: False, 20 times as slow: {'default': False, 'one context': False}
1.2.4: holds authorities: True, verifies: False, 20 times as slow: {'default': True, 'one context': False}"

seen=$(for version in 1.1.2 1.2.4; do run "$version"; done) || true
echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
