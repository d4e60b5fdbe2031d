#!/usr/bin/env bash
# The npm package bcrypt calls the right password wrong if PHP or Apache made the hash.
#
# Expected: $2y$ and $2b$ name the same algorithm, so a bcrypt library verifies both, or rejects a prefix that it does
#   not know.
# Seen: bcrypt 6.0.0 (npm) answers false for a $2y$ hash and the right password. There is no error. It answers true as
#   soon as the prefix is changed to $2b$. Its README says that $2y$ should be compatible in theory. bcryptjs 3.0.3
#   and bcrypt 5.0.0 for Python answer true for both.
# Why it matters: PHP's password_hash and htpasswd -B write $2y$. A service in Node that takes over these accounts
#   tells every user that the password is wrong, counts the failures, and may lock the accounts. Nothing in a log
#   shows the reason.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" bcrypt@6.0.0 bcryptjs@3.0.3
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check bcrypt==5.0.0

# Written by: htpasswd -nbB -C 5 ada 'a password'
hash='$2y$05$V14fOqdgE2X6VJW4kMwMUOZqkJibuVaRUXe7WFz8Z3ENAH97iqCoS'

seen=$(
    (cd "$folder" && timeout 60 node - "$hash" 2>&1) <<'JAVASCRIPT'
const bcrypt = require("bcrypt");
const bcryptjs = require("bcryptjs");

async function main(hash) {
  for (const form of [hash, hash.replace("$2y$", "$2b$")]) {
    console.log(`${form.slice(0, 4)} bcrypt (npm): ${await bcrypt.compare("a password", form)}`);
    console.log(`${form.slice(0, 4)} bcryptjs (npm): ${await bcryptjs.compare("a password", form)}`);
  }
}

main(process.argv[2]);
JAVASCRIPT
    timeout 60 "$folder/venv/bin/python" - "$hash" 2>&1 <<'PYTHON'
import sys

import bcrypt

for form in (sys.argv[1], sys.argv[1].replace("$2y$", "$2b$")):
    print(f"{form[:4]} bcrypt (Python): {bcrypt.checkpw(b'a password', form.encode())}")
PYTHON
) || true

expected='$2y$ bcrypt (npm): false
$2y$ bcryptjs (npm): true
$2b$ bcrypt (npm): true
$2b$ bcryptjs (npm): true
$2y$ bcrypt (Python): True
$2b$ bcrypt (Python): True'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
