#!/usr/bin/env bash
# A library of npm for the hashes of WordPress finds the right password wrong, if it has a letter beyond ASCII.
#
# Expected: a hash $P$… that WordPress made matches its password. WordPress hashes the bytes that the browser sent,
#   which are UTF-8.
# Seen: wordpress-hash-node 1.0.0 takes one byte of each UTF-16 unit. So contraseña and пароль are wrong, and a
#   password in ASCII is right. Its own hashes of such passwords match in it, and nowhere else.
# Why it matters: tests with ASCII pass. After a move from WordPress to Node, users with such a letter in their password
#   cannot log in. After a move on to a service in another language, those who have registered in between cannot.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" wordpress-hash-node@1.0.0
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check passlib==1.7.4

cat >"$folder/phpass.py" <<'PYTHON'
"""Hash passwords as PHP does, by md5 alone and by passlib, which have to agree; or verify hashes by passlib."""

import sys
from hashlib import md5

from passlib.hash import phpass

DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SALT = "x8Y2bQ7n"


def by_hand(password: str) -> str:
    secret = password.encode()
    digest = md5(SALT.encode() + secret).digest()
    for _ in range(1 << 13):
        digest = md5(digest + secret).digest()
    text = ""
    for place in range(0, 16, 3):
        part = digest[place : place + 3]
        number = int.from_bytes(part, "little")
        text += "".join(DIGITS[number >> 6 * digit & 63] for digit in range(len(part) + 1))
    return f"$P$B{SALT}{text}"


if sys.argv[1] == "hash":
    for password in sys.argv[2:]:
        made = by_hand(password)
        assert phpass.verify(password, made)
        print(made)
else:
    print(f"by passlib: {phpass.verify(sys.argv[2], sys.argv[3])}")
PYTHON

cat >"$folder/check.cjs" <<'JAVASCRIPT'
const { CheckPassword, HashPassword } = require("wordpress-hash-node");

const [kind, password, hash] = process.argv.slice(2);
console.log(kind === "hash" ? HashPassword(password) : `by wordpress-hash-node: ${CheckPassword(password, hash)}`);
JAVASCRIPT

seen=$(
    cd "$folder"
    for password in 'correct horse' 'contraseña' 'пароль'; do
        made=$(timeout 60 venv/bin/python -W ignore phpass.py hash "$password")
        echo "$password, hashed as PHP does, $(timeout 60 node check.cjs check "$password" "$made")"
        made=$(timeout 60 node check.cjs hash "$password")
        echo "$password, hashed in Node, $(timeout 60 node check.cjs check "$password" "$made")"
        echo "$password, hashed in Node, $(timeout 60 venv/bin/python -W ignore phpass.py check "$password" "$made")"
    done 2>&1
) || true
expected='correct horse, hashed as PHP does, by wordpress-hash-node: true
correct horse, hashed in Node, by wordpress-hash-node: true
correct horse, hashed in Node, by passlib: True
contraseña, hashed as PHP does, by wordpress-hash-node: false
contraseña, hashed in Node, by wordpress-hash-node: true
contraseña, hashed in Node, by passlib: False
пароль, hashed as PHP does, by wordpress-hash-node: false
пароль, hashed in Node, by wordpress-hash-node: true
пароль, hashed in Node, by passlib: False'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
