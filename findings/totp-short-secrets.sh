#!/usr/bin/env bash
# An update of pyotp rejects the secrets that pyotp itself made for users.
#
# Expected: a secret that is enrolled stays good. A library may ask for longer secrets when it makes new ones.
# Seen: pyotp 2.3.0 made secrets of 16 characters (80 bits) by default, as many services did. pyotp 2.12.1 computes no
#   code from such a secret: TOTP() raises ValueError, before a code is compared. pyotp 2.10.0 still takes the secret
#   and agrees with 2.3.0 about the code. A subclass with min_secret_length_bits = 80 takes it in 2.12.1.
# Why it matters: the secrets are in users' authenticator apps, and a service cannot lengthen them there. After the
#   update, users who enrolled years ago get an error at each login, and a test with a new secret does not show it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
for version in 2.3.0 2.10.0 2.12.1; do
    timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
        --target "$folder/$version" "pyotp==$version"
done

python="$folder/venv/bin/python"
secret=$(PYTHONPATH="$folder/2.3.0" timeout 60 "$python" -c 'import pyotp; print(pyotp.random_base32())')
echo "A secret by pyotp 2.3.0: $secret"

run() {
    PYTHONPATH="$folder/$1" timeout 60 "$python" - "$1" "$secret" 2>&1 <<'PYTHON'
import sys

import pyotp

version, secret = sys.argv[1:]


class Lenient(pyotp.TOTP):
    min_secret_length_bits = 80


for kind in (pyotp.TOTP, Lenient):
    try:
        print(f"{version} {kind.__name__}: {kind(secret).at(1_700_000_000)}")
    except Exception as error:
        print(f"{version} {kind.__name__}: {type(error).__name__}: {error}")
PYTHON
}

seen=$(run 2.3.0; run 2.10.0; run 2.12.1) || true
code=$(sed -n 's/^2.3.0 TOTP: //p' <<<"$seen")
expected="2.3.0 TOTP: $code
2.3.0 Lenient: $code
2.10.0 TOTP: $code
2.10.0 Lenient: $code
2.12.1 TOTP: ValueError: Secrets must be at least 112 bits after decoding
2.12.1 Lenient: $code"

echo "$seen"
[[ ${#secret} == 16 && $code =~ ^[0-9]{6}$ ]] || { echo "pyotp 2.3.0 behaves otherwise than before." >&2; exit 1; }
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
