#!/usr/bin/env bash
# Python libraries reject the Argon2 hashes that the npm package argon2 writes.
#
# Expected: an encoded Argon2id hash is portable. One library writes it, each other library verifies it.
# Seen: argon2 0.45.1 (npm) writes the parameters in the order m, p, t. The reference implementation reads m, t, p
#   only. So argon2-cffi 25.1.0 raises VerificationError (not VerifyMismatchError, which means a wrong password), and
#   pwdlib 0.3.1 answers False, as for a wrong password. passlib 1.7.4 raises ValueError. With the parameters in the
#   usual order, the same hash verifies everywhere.
# Why it matters: accounts move from a Node service to a Python service with their hashes. Each login is then refused,
#   and with pwdlib nothing tells why. To move, rewrite the order of the parameters; salt and hash stay as they are.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" argon2@0.45.1
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    argon2-cffi==25.1.0 pwdlib==0.3.1 passlib==1.7.4

hash=$(cd "$folder" && timeout 60 node -e '
    const argon2 = require("argon2");
    argon2.hash("a password", { memoryCost: 8192, timeCost: 2, parallelism: 1 }).then(console.log);
')

seen=$(timeout 60 "$folder/venv/bin/python" -W ignore - "$hash" 2>&1 <<'PYTHON'
import re
import sys

from argon2 import PasswordHasher
from passlib.hash import argon2 as passlib_argon2
from pwdlib.hashers.argon2 import Argon2Hasher

written = sys.argv[1]
reordered = re.sub(r"p=(\d+),t=(\d+)", r"t=\2,p=\1", written)
libraries = {
    "argon2-cffi": lambda hash: PasswordHasher().verify(hash, "a password"),
    "pwdlib": lambda hash: Argon2Hasher().verify("a password", hash),
    "passlib": lambda hash: passlib_argon2.verify("a password", hash),
}
for title, hash in (("as written", written), ("reordered", reordered)):
    print(title, hash.split("$")[3])
    for name, verify in libraries.items():
        try:
            print(f"  {name}: {verify(hash)}")
        except Exception as error:
            print(f"  {name}: {type(error).__name__}: {error}")
PYTHON
) || true

expected='as written m=8192,p=1,t=2
  argon2-cffi: VerificationError: Decoding failed
  pwdlib: False
  passlib: ValueError: malformed argon2 hash
reordered m=8192,t=2,p=1
  argon2-cffi: True
  pwdlib: True
  passlib: True'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
