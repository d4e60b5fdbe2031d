#!/usr/bin/env bash
# Two readers of one .env file read two secrets, if the secret has a # or ${ in it.
#
# Expected: SMTP_PASSWORD=Q7xz#2Lp9 is the same password for every program that reads the file. In a shell, for systemd
#   and for Docker a # within a word begins no comment, and for all of them nothing is replaced in single quotes.
# Seen: python-dotenv 1.2.4 reads Q7xz#2Lp9. dotenv 18.0.10 (npm) and node --env-file (Node 20) read Q7xz, without a
#   word. In quotes they read it whole. 'Q7${xz}2Lp9' in single quotes is what it says for these two, and a shell;
#   python-dotenv replaces ${xz} by nothing, since there is no such variable.
# Why it matters: an account service and the application beside it share a file with a client secret or the password of
#   a mail server or database. One of the two is refused, or a secret of 40 characters counts only to its first #.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" dotenv@18.0.10
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-dotenv==1.2.4

cat >"$folder/plain.env" <<'ENV'
SMTP_PASSWORD=Q7xz#2Lp9
QUOTED_PASSWORD="Q7xz#2Lp9"
LITERAL_PASSWORD='Q7${xz}2Lp9'
ENV

cat >"$folder/by_python.py" <<'PYTHON'
import sys

from dotenv import dotenv_values

for name, value in dotenv_values(sys.argv[1]).items():
    print(f"python-dotenv: {name} is {value}")
PYTHON

cat >"$folder/by_dotenv.cjs" <<'JAVASCRIPT'
const { parse } = require("dotenv");
const { readFileSync } = require("node:fs");

for (const [name, value] of Object.entries(parse(readFileSync(process.argv[2])))) {
  console.log(`dotenv: ${name} is ${value}`);
}
JAVASCRIPT

seen=$(
    cd "$folder"
    timeout 60 venv/bin/python by_python.py plain.env 2>&1
    timeout 60 node by_dotenv.cjs plain.env 2>&1
    # shellcheck disable=SC2016  # the program is JavaScript
    timeout 60 node --env-file=plain.env -e '
      for (const name of ["SMTP_PASSWORD", "QUOTED_PASSWORD", "LITERAL_PASSWORD"]) {
        console.log(`node --env-file: ${name} is ${process.env[name]}`);
      }' 2>&1
) || true
expected='python-dotenv: SMTP_PASSWORD is Q7xz#2Lp9
python-dotenv: QUOTED_PASSWORD is Q7xz#2Lp9
python-dotenv: LITERAL_PASSWORD is Q72Lp9
dotenv: SMTP_PASSWORD is Q7xz
dotenv: QUOTED_PASSWORD is Q7xz#2Lp9
dotenv: LITERAL_PASSWORD is Q7${xz}2Lp9
node --env-file: SMTP_PASSWORD is Q7xz
node --env-file: QUOTED_PASSWORD is Q7xz#2Lp9
node --env-file: LITERAL_PASSWORD is Q7${xz}2Lp9'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
