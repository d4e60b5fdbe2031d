#!/usr/bin/env bash
# zxcvbn raises an error for the best passwords: passphrases of more than 72 characters.
#
# Expected: a meter for passwords gives a long passphrase its best score. If it reads the first characters only, it
#   still answers.
# Seen: zxcvbn 4.5.0 (Python) raises ValueError for 73 characters. zxcvbn 4.4.28 answers 4, the best score. The limit
#   is the argument max_length of the function, and its default is 72. The JavaScript original has no such limit.
# Why it matters: NIST SP 800-63B asks to permit at least 64 characters, and a password manager may make 100. A
#   service that asks zxcvbn before it hashes answers 500 to these users, at registration and when they change a
#   password.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"

run() {
    timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "zxcvbn==$1"
    timeout 60 "$folder/venv/bin/python" - 2>&1 <<'PYTHON'
from importlib.metadata import version

from zxcvbn import zxcvbn

passphrase = "meadow lantern copper thirteen window orbit saddle velvet thunder maple river"
for password in (passphrase[:72], passphrase[:73]):
    try:
        answer = f"score {zxcvbn(password)['score']}"
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    print(f"zxcvbn {version('zxcvbn')}, {len(password)} characters: {answer}")
PYTHON
}

seen=$(run 4.4.28; run 4.5.0) || true
expected='zxcvbn 4.4.28, 72 characters: score 4
zxcvbn 4.4.28, 73 characters: score 4
zxcvbn 4.5.0, 72 characters: score 4
zxcvbn 4.5.0, 73 characters: ValueError: Password exceeds max length of 72 characters.'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
