#!/usr/bin/env bash
# passlib fails for every password, also a short one, with the message that it is longer than 72 bytes.
#
# Expected: an update of bcrypt to 5.0, which raises an error for passwords over 72 bytes, concerns long passwords
#   only.
# Seen: passlib 1.7.4 with bcrypt 5.0.0 raises ValueError for the password "short", when it hashes and when it
#   verifies. passlib tests its backend at first use with a password of more than 72 bytes of its own, and that test
#   now raises. passlib 1.7.4 with bcrypt 4.3.0 works.
# Why it matters: passlib names no upper bound for bcrypt, so an installation without a lock gets 5.0 unasked. Every
#   login and every registration then fails with an error that sends people to look for a long password that does not
#   exist.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"

run() {
    timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check passlib==1.7.4 "bcrypt==$1"
    timeout 60 "$folder/venv/bin/python" -W ignore - 2>&1 <<'PYTHON'
import logging
from importlib.metadata import version

from passlib.hash import bcrypt

logging.disable()
print(f"passlib {version('passlib')}, bcrypt {version('bcrypt')}")
hash = "$2b$04$JA0Mr6scA4mZ0cpX13zgNOGEeleU552ujO.g/g/2lL7K7CrOnYQ/q"
deeds = {
    "hash": lambda: bcrypt.using(rounds=4).hash("short")[:7],
    "verify": lambda: bcrypt.verify("short", hash),
}
for name, deed in deeds.items():
    try:
        print(f"  {name}: {deed()}")
    except Exception as error:
        print(f"  {name}: {type(error).__name__}: {str(error).split(',')[0]}")
PYTHON
}

seen=$(run 4.3.0; run 5.0.0) || true
expected='passlib 1.7.4, bcrypt 4.3.0
  hash: $2b$04$
  verify: True
passlib 1.7.4, bcrypt 5.0.0
  hash: ValueError: password cannot be longer than 72 bytes
  verify: ValueError: password cannot be longer than 72 bytes'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
