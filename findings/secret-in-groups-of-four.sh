#!/usr/bin/env bash
# speakeasy computes a wrong code, without an error, from a secret with the blanks that people see in it.
#
# Expected: "jbsw y3dp …" is the secret without its blanks, as setup pages show it, in groups of four; or it
#   is refused.
# Seen: speakeasy 2.0.0 (npm) takes other bytes for the secret, also where it has hyphens, and goes on. The code has six
#   digits, and is another than that of the authenticator app. otpauth 9.5.2 (npm) drops blanks, and computes the right
#   code. otplib 13.5.0 (npm) and pyotp 2.12.1 raise an error, and at a hyphen all three do. Lower case is right in all.
# Why it matters: a service that stores the secret as its setup page shows it, or takes it over from such a list, finds
#   every code of its users wrong. Nothing raises, and it looks like a wrong clock.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" speakeasy@2.0.0 otpauth@9.5.2 otplib@13.5.0
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyotp==2.12.1

secrets=(JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP jbswy3dpehpk3pxpjbswy3dpehpk3pxp
    'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp' JBSW-Y3DP-EHPK-3PXP-JBSW-Y3DP-EHPK-3PXP)

cat >"$folder/code.mjs" <<'JAVASCRIPT'
import * as OTPAuth from "otpauth";
import { generate } from "otplib";
import speakeasy from "speakeasy";

const [secret, at] = [process.argv[2], 1_700_000_000];
const libraries = {
  speakeasy: () => speakeasy.totp({ secret, encoding: "base32", time: at }),
  otpauth: () => new OTPAuth.TOTP({ secret }).generate({ timestamp: at * 1000 }),
  otplib: () => generate({ secret, epoch: at }),
};
for (const [name, compute] of Object.entries(libraries)) {
  try {
    console.log(`  ${name}: ${await compute()}`);
  } catch (error) {
    console.log(`  ${name}: an error`);
  }
}
JAVASCRIPT

cat >"$folder/code.py" <<'PYTHON'
import sys

import pyotp

try:
    print(f"  pyotp: {pyotp.TOTP(sys.argv[1]).at(1_700_000_000)}")
except Exception:
    print("  pyotp: an error")
PYTHON

seen=$(
    cd "$folder"
    for secret in "${secrets[@]}"; do
        echo "$secret"
        timeout 60 node code.mjs "$secret" 2>&1
        timeout 60 venv/bin/python code.py "$secret" 2>&1
    done
) || true
expected='JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
  speakeasy: 406058
  otpauth: 406058
  otplib: 406058
  pyotp: 406058
jbswy3dpehpk3pxpjbswy3dpehpk3pxp
  speakeasy: 406058
  otpauth: 406058
  otplib: 406058
  pyotp: 406058
jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp
  speakeasy: 696301
  otpauth: 406058
  otplib: an error
  pyotp: an error
JBSW-Y3DP-EHPK-3PXP-JBSW-Y3DP-EHPK-3PXP
  speakeasy: 696301
  otpauth: an error
  otplib: an error
  pyotp: an error'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
