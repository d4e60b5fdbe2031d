#!/usr/bin/env bash
# AdonisJS writes bcrypt hashes in another alphabet: put together as other libraries have them, no password matches.
#
# Expected: a bcrypt hash in a PHC-like string, $bcrypt$v=98$r=10$salt$hash, has the salt and the digest as bcrypt
#   writes them everywhere. So $2b$10$ with both of them behind it is the usual form of the same hash.
# Seen: @adonisjs/hash 10.1.1 writes both in plain base64, whose alphabet has another order than that of bcrypt. The
#   string that is put together has the right length. bcrypt 5.0.0 (Python) and bcrypt 6.0.0 (npm) read it, and find
#   that the password is wrong, or refuse the salt. Decoded and encoded again in bcrypt's alphabet, it matches.
# Why it matters: after a move from AdonisJS, every password is wrong.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check bcrypt==5.0.0
(cd "$folder" && timeout 300 npm install --silent --no-fund --no-audit @adonisjs/hash@10.1.1 bcrypt@6.0.0 >/dev/null)

cat >"$folder/make.mjs" <<'JAVASCRIPT'
import { Hash } from '@adonisjs/hash'
import { Bcrypt } from '@adonisjs/hash/drivers/bcrypt'
import bcrypt from 'bcrypt'

const hash = new Hash(new Bcrypt({ rounds: 4 }))
const made = await hash.make('correct horse battery')
const [, , version, rounds, salt, digest] = made.split('$')
const glued = `$2b$${rounds.slice(2).padStart(2, '0')}$${salt}${digest}`
console.error(`AdonisJS verifies its own: ${await hash.verify(made, 'correct horse battery')}`)
console.error(`put together, by bcrypt of npm: ${await bcrypt.compare('correct horse battery', glued)}`)
console.log(made)
JAVASCRIPT

cat >"$folder/read.py" <<'PYTHON'
import sys
from base64 import b64decode

import bcrypt

ALPHABETS = [
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
]
_, _, version, rounds, salt, digest = sys.stdin.read().strip().split("$")
head = f"$2b${int(rounds[2:]):02}$"
print("length of the one put together:", len(head + salt + digest))
try:
    right = bcrypt.checkpw(b"correct horse battery", (head + salt + digest).encode())
except ValueError as error:
    right = f"ValueError: {error}"
print("put together, by bcrypt of Python:", "no match" if right is not True else "match")
again = (salt + digest).translate(str.maketrans(*ALPHABETS))
print("in the alphabet of bcrypt:", bcrypt.checkpw(b"correct horse battery", (head + again).encode()))
PYTHON

seen=$( (cd "$folder" && timeout 60 node make.mjs 2>&1 >made.txt; timeout 60 venv/bin/python read.py <made.txt) ) || true
expected='AdonisJS verifies its own: true
put together, by bcrypt of npm: false
length of the one put together: 60
put together, by bcrypt of Python: no match
in the alphabet of bcrypt: True'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
