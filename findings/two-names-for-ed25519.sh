#!/usr/bin/env bash
# A token of an Ed25519 key is refused where its algorithm has the other one of its two names.
#
# Expected: RFC 9864 (2025) gave the signature of an Ed25519 key the name "Ed25519" beside "EdDSA" of RFC 8037. Key,
#   signature and bytes are the same, so a verifier that allows both takes either.
# Seen: the npm package jose 6.2.18 writes either name. PyJWT 2.15.1 does not know the new one: a key with
#   `alg: Ed25519` is no key for it, and a token with it is refused. joserfc 1.8.0 and jose know both, but not
#   together: a key with one name verifies no token with the other. Only a key without `alg` lets them take both.
#   jwcrypto 1.6.1 takes all.
# Why it matters: a provider that moves to the new name locks out everybody whose verifier is PyJWT, and also those who
#   have its old key set at hand. To move, publish the key without `alg` first; to be verified everywhere, stay with EdDSA.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" jose@6.2.18
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    PyJWT==2.15.1 joserfc==1.8.0 jwcrypto==1.6.1 cryptography

cat > "$folder/write.mjs" <<'JAVASCRIPT'
import { exportJWK, generateKeyPair, SignJWT } from "jose";

const { publicKey, privateKey } = await generateKeyPair("Ed25519", { extractable: true });
const written = { key: await exportJWK(publicKey), tokens: {} };
for (const alg of ["EdDSA", "Ed25519"]) {
  written.tokens[alg] = await new SignJWT({ sub: "ada" }).setProtectedHeader({ alg }).sign(privateKey);
}
console.log(JSON.stringify(written));
JAVASCRIPT

cat > "$folder/jose.mjs" <<'JAVASCRIPT'
import { createLocalJWKSet, jwtVerify } from "jose";

const [key, token] = process.argv.slice(2);
const verified = jwtVerify(token, createLocalJWKSet({ keys: [JSON.parse(key)] }));
console.log(await verified.then(() => "yes", (error) => error.code));
JAVASCRIPT

cat > "$folder/verify.py" <<'PYTHON'
import json
import subprocess
import sys

import jwt
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import OKPKey
from jwcrypto.jwk import JWK
from jwcrypto.jwt import JWT

BOTH = ["EdDSA", "Ed25519"]
written = json.load(open("written.json"))


def jose(token, key):
    command = ["node", "jose.mjs", json.dumps(key), token]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


libraries = {
    "PyJWT": lambda token, key: jwt.decode(token, jwt.PyJWK(key), algorithms=BOTH),
    "joserfc": lambda token, key: joserfc_jwt.decode(token, OKPKey.import_key(key), algorithms=BOTH),
    "jwcrypto": lambda token, key: JWT(jwt=token, key=JWK(**key), algs=BOTH),
    "jose": jose,
}
for named in (None, *BOTH):
    key = {name: value for name, value in written["key"].items() if name != "alg"} | ({"alg": named} if named else {})
    for alg, token in written["tokens"].items():
        print(f"key: {named or 'no alg'}, token: {alg}")
        for name, verify in libraries.items():
            try:
                answer = verify(token, key)
            except Exception as error:
                answer = type(error).__name__
            print(f"  {name}: {answer if isinstance(answer, str) else 'yes'}")
PYTHON

seen=$(cd "$folder" && timeout 60 node write.mjs > written.json && timeout 120 venv/bin/python -W ignore verify.py) || true

expected='key: no alg, token: EdDSA
  PyJWT: yes
  joserfc: yes
  jwcrypto: yes
  jose: yes
key: no alg, token: Ed25519
  PyJWT: InvalidAlgorithmError
  joserfc: yes
  jwcrypto: yes
  jose: yes
key: EdDSA, token: EdDSA
  PyJWT: yes
  joserfc: yes
  jwcrypto: yes
  jose: yes
key: EdDSA, token: Ed25519
  PyJWT: InvalidAlgorithmError
  joserfc: UnsupportedKeyAlgorithmError
  jwcrypto: yes
  jose: ERR_JWKS_NO_MATCHING_KEY
key: Ed25519, token: EdDSA
  PyJWT: PyJWKError
  joserfc: UnsupportedKeyAlgorithmError
  jwcrypto: yes
  jose: ERR_JWKS_NO_MATCHING_KEY
key: Ed25519, token: Ed25519
  PyJWT: PyJWKError
  joserfc: yes
  jwcrypto: yes
  jose: yes'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
