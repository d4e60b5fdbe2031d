#!/usr/bin/env bash
# One in 128 keys for ES256 is written as a JWK that PyJWT refuses, and with a thumbprint of its own.
#
# Expected: RFC 7518, section 6.2.1.2, says that the coordinates of a P-256 key have 32 bytes each. Every library writes
#   the same JWK for the same key, so the thumbprint (RFC 7638) is the same, too.
# Seen: authlib.jose of Authlib 1.9.10 (deprecated there, and still in use) leaves out the leading zero bytes of x and y. For
#   a key that has one, PyJWT 2.15.1 raises InvalidKeyError when it reads the JWK. joserfc 1.8.0, jwcrypto 1.6.1 and
#   jose 6.2.18 (npm) read it. The thumbprint, which Authlib puts into the key set as kid, is another than that of
#   joserfc. Keys without such a byte are right in all.
# Why it matters: tests are green, and so are 127 of 128 changes of the key. After the next one, every service with PyJWT
#   answers 401 to every token, and a token that is bound to a thumbprint (DPoP) does not fit its key.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" jose@6.2.18
python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    Authlib==1.9.10 PyJWT==2.15.1 joserfc==1.8.0 jwcrypto==1.6.1 cryptography==50.0.2

cat >"$folder/jose.mjs" <<'JAVASCRIPT'
import { calculateJwkThumbprint, importJWK } from "jose";

const jwk = JSON.parse(process.argv[2]);
await importJWK(jwk, "ES256");
console.log(await calculateJwkThumbprint(jwk));
JAVASCRIPT

cat >"$folder/run.py" <<'PYTHON'
import json
import subprocess

import jwt
from authlib.jose import JsonWebKey
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK


def by_jose(jwk):
    command = ["node", "jose.mjs", json.dumps(jwk)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


readers = {
    "PyJWT": lambda jwk: jwt.PyJWK({**jwk, "alg": "ES256"}).key and "read",
    "joserfc": lambda jwk: ECKey.import_key(jwk).public_key and "read",
    "jwcrypto": lambda jwk: JWK(**jwk).export_to_pem() and "read",
    "jose": lambda jwk: by_jose(jwk) and "read",
}


def look(title, key):
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    written, right = JsonWebKey.import_key(pem), ECKey.import_key(pem)
    jwk = written.as_dict(is_private=False)
    kid = jwk.pop("kid")
    print(f"{title}: x has {len(jwk['x'])} characters by Authlib, {len(right.as_dict(private=False)['x'])} by joserfc")
    for name, read in readers.items():
        try:
            print(f"  {name}: {read(jwk)}")
        except Exception as error:
            print(f"  {name}: {type(error).__name__}: {error}")
    print(f"  the thumbprint of Authlib is that of joserfc: {kid == right.thumbprint()}")


keys = [ec.derive_private_key(secret, ec.SECP256R1()) for secret in range(1, 2000)]
first_bytes = [key.public_key().public_numbers().x >> 248 for key in keys]
look("a usual key", keys[0])
look("a key whose x begins with a zero byte", keys[first_bytes.index(0)])
PYTHON

seen=$(cd "$folder" && timeout 120 venv/bin/python -W ignore run.py 2>&1 | grep -v -e Deprecat -e '^It will be' -e '^  from') || true
expected='a usual key: x has 43 characters by Authlib, 43 by joserfc
  PyJWT: read
  joserfc: read
  jwcrypto: read
  jose: read
  the thumbprint of Authlib is that of joserfc: True
a key whose x begins with a zero byte: x has 42 characters by Authlib, 43 by joserfc
  PyJWT: InvalidKeyError: Coords should be 32 bytes for curve P-256
  joserfc: read
  jwcrypto: read
  jose: read
  the thumbprint of Authlib is that of joserfc: False'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
