#!/usr/bin/env bash
# A token whose iat is some seconds ahead is refused by some libraries and accepted by others.
#
# Expected: all verifiers treat iat alike. RFC 7519, section 4.1.6, says that it can be used to determine the age of a
#   token, and names no token that has to be refused for it; nbf is the claim that holds a token back.
# Seen: PyJWT 2.15.1 and joserfc 1.8.0 refuse a token that is 20 seconds ahead. python-jose 3.5.0, jose 6.2.18 (npm)
#   and jsonwebtoken 9.0.3 (npm) accept it. jose refuses it, too, as soon as maxTokenAge is set. No library has a leeway
#   by itself.
# Why it matters: the clock of an account service is a little fast. In some services every user gets 401 with a fresh
#   token and gets in a moment later; the others show nothing. A verifier needs a leeway of some seconds.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'PyJWT==2.15.1' 'joserfc==1.8.0' 'python-jose==3.5.0'
timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" jose@6.2.18 jsonwebtoken@9.0.3

cat > "$folder/by_python.py" <<'PYTHON'
import sys

import jwt
from jose import jwt as python_jose
from joserfc import jwk
from joserfc import jwt as joserfc_jwt

SECRET, token = "k" * 32, sys.argv[1]


def by_joserfc():
    claims = joserfc_jwt.decode(token, jwk.OctKey.import_key(SECRET)).claims
    joserfc_jwt.JWTClaimsRegistry().validate(claims)
    return claims


libraries = {
    "PyJWT": lambda: jwt.decode(token, SECRET, algorithms=["HS256"]),
    "PyJWT, leeway=30": lambda: jwt.decode(token, SECRET, algorithms=["HS256"], leeway=30),
    "joserfc": by_joserfc,
    "python-jose": lambda: python_jose.decode(token, SECRET, algorithms=["HS256"]),
}
for name, verify in libraries.items():
    try:
        print(f"{name}: accepted for {verify()['sub']}")
    except Exception as error:
        print(f"{name}: {type(error).__name__}")
PYTHON

cat > "$folder/by_node.mjs" <<'JAVASCRIPT'
import { SignJWT, jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";

const secret = "k".repeat(32);
const key = new TextEncoder().encode(secret);
const now = Math.floor(Date.now() / 1000);
const sign = (ahead) =>
  new SignJWT({ sub: "ada" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuedAt(now + ahead)
    .setExpirationTime(now + 900)
    .sign(key);

if (process.argv[2] === "sign") {
  console.log(await sign(Number(process.argv[3])));
} else {
  const token = process.argv[2];
  const libraries = {
    jose: async () => (await jwtVerify(token, key)).payload,
    "jose, maxTokenAge": async () => (await jwtVerify(token, key, { maxTokenAge: "15m" })).payload,
    jsonwebtoken: async () => jsonwebtoken.verify(token, secret),
  };
  for (const [name, verify] of Object.entries(libraries)) {
    try {
      console.log(`${name}: accepted for ${(await verify()).sub}`);
    } catch (error) {
      console.log(`${name}: ${error.name}`);
    }
  }
}
JAVASCRIPT

seen=$(
    for ahead in 0 20; do
        token=$(timeout 60 node "$folder/by_node.mjs" sign "$ahead")
        echo "iat $ahead s ahead"
        timeout 60 "$folder/venv/bin/python" "$folder/by_python.py" "$token" 2>&1 | sed 's/^/  /'
        timeout 60 node "$folder/by_node.mjs" "$token" 2>&1 | sed 's/^/  /'
    done
) || true
expected="iat 0 s ahead
  PyJWT: accepted for ada
  PyJWT, leeway=30: accepted for ada
  joserfc: accepted for ada
  python-jose: accepted for ada
  jose: accepted for ada
  jose, maxTokenAge: accepted for ada
  jsonwebtoken: accepted for ada
iat 20 s ahead
  PyJWT: ImmatureSignatureError
  PyJWT, leeway=30: accepted for ada
  joserfc: InvalidClaimError
  python-jose: accepted for ada
  jose: accepted for ada
  jose, maxTokenAge: JWTClaimValidationFailed
  jsonwebtoken: accepted for ada"

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
