#!/usr/bin/env bash
# oslo hashes another password than it is given: the string says bcrypt or Argon2id, and no other library verifies it.
#
# Expected: a standard string such as $2y$10$… or $argon2id$… is of the password's bytes, so every library that knows
#   the format can verify it.
# Seen: oslo 1.2.1 brings the password to NFKC before it hashes, for Bcrypt and Argon2id as for Scrypt. Nothing in the
#   string says so. For a password with a ligature, a full-width letter or a fraction, bcrypt 5.0.0 and argon2-cffi
#   25.1.0 find it wrong as it was typed, and right in NFKC. A password in ASCII is the same in both.
# Why it matters: oslo was the password library of Lucia. After a move from it, tests with plain passwords are green,
#   and users who type such characters cannot log in.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check bcrypt==5.0.0 argon2-cffi==25.1.0
(cd "$folder" && timeout 300 npm install --silent --no-fund --no-audit oslo@1.2.1 >/dev/null)

cat >"$folder/make.mjs" <<'JAVASCRIPT'
import { Argon2id, Bcrypt } from 'oslo/password'

for (const password of ['coffee shop', 'co\uFB00ee shop'])
  console.log(JSON.stringify([password, await new Bcrypt({ cost: 4 }).hash(password), await new Argon2id().hash(password)]))
JAVASCRIPT

cat >"$folder/read.py" <<'PYTHON'
import json
import sys
from unicodedata import normalize

import argon2
import bcrypt


def matches(password, by_bcrypt, by_argon2):
    try:
        second = argon2.PasswordHasher().verify(by_argon2, password)
    except argon2.exceptions.VerifyMismatchError:
        second = False
    return f"bcrypt {bcrypt.checkpw(password.encode(), by_bcrypt.encode())}, argon2-cffi {second}"


for line in sys.stdin:
    password, *hashes = json.loads(line)
    print(f"{ascii(password)} as typed: {matches(password, *hashes)}")
    print(f"{ascii(password)} in NFKC: {matches(normalize('NFKC', password), *hashes)}")
PYTHON

seen=$( (cd "$folder" && timeout 60 node make.mjs | timeout 60 venv/bin/python read.py) 2>&1) || true
expected="'coffee shop' as typed: bcrypt True, argon2-cffi True
'coffee shop' in NFKC: bcrypt True, argon2-cffi True
'co\\ufb00ee shop' as typed: bcrypt False, argon2-cffi False
'co\\ufb00ee shop' in NFKC: bcrypt True, argon2-cffi True"

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
