#!/usr/bin/env bash
# python-jose refuses a good ID token because it says which access token it came with.
#
# Expected: at_hash in an ID token is a claim that a client may check (OpenID Connect Core, section 3.1.3.8, says MAY for the
#   code flow). A library that has no access token at hand cannot check it, and passes it over.
# Seen: python-jose 3.5.0 raises JWTClaimsError, "No access_token provided to compare against at_hash claim." With the access
#   token as an argument, or options={"verify_at_hash": False}, it takes the same token, and so it does if the claim is
#   missing. PyJWT 2.15.1, joserfc 1.8.0 and jwcrypto 1.6.1 take it as it is.
# Why it matters: a backend that gets only the ID token, as from a browser or an app, works for a year, until the provider
#   adds the claim, which the specification lets it do at any time. Then no user can sign in.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'python-jose[cryptography]==3.5.0' PyJWT==2.15.1 joserfc==1.8.0 jwcrypto==1.6.1

cat >"$folder/run.py" <<'PYTHON'
import time
from base64 import urlsafe_b64encode
from hashlib import sha256

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jose import jwt as python_jose
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import ECKey
from jwcrypto.jwk import JWK
from jwcrypto.jwt import JWT

ACCESS_TOKEN = "an access token of the example"
key = ec.generate_private_key(ec.SECP256R1())
public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
at_hash = urlsafe_b64encode(sha256(ACCESS_TOKEN.encode()).digest()[:16]).rstrip(b"=").decode()
claims = {
    "iss": "https://accounts.example",
    "aud": "shop",
    "sub": "ada",
    "iat": int(time.time()),
    "exp": int(time.time()) + 300,
}


def by_python_jose(token, **more):
    return python_jose.decode(token, public, algorithms=["ES256"], audience="shop", **more)["sub"]


def by_joserfc(token):
    read = joserfc_jwt.decode(token, ECKey.import_key(public), algorithms=["ES256"]).claims
    joserfc_jwt.JWTClaimsRegistry(aud={"essential": True, "value": "shop"}).validate(read)
    return read["sub"]


libraries = {
    "python-jose": by_python_jose,
    "python-jose with the access token": lambda token: by_python_jose(token, access_token=ACCESS_TOKEN),
    "python-jose, verify_at_hash: False": lambda token: by_python_jose(token, options={"verify_at_hash": False}),
    "PyJWT": lambda token: jwt.decode(token, key.public_key(), algorithms=["ES256"], audience="shop")["sub"],
    "joserfc": by_joserfc,
    "jwcrypto": lambda token: JWT(jwt=token, key=JWK.from_pem(public), check_claims={"aud": "shop"}) and "ada",
}
for title, more in {"without at_hash": {}, "with at_hash": {"at_hash": at_hash}}.items():
    token = jwt.encode(claims | more, key, "ES256")
    print(title)
    for name, verify in libraries.items():
        try:
            print(f"  {name}: accepted for {verify(token)}")
        except Exception as error:
            print(f"  {name}: {type(error).__name__}: {error}")
PYTHON

seen=$(timeout 60 "$folder/venv/bin/python" -W ignore "$folder/run.py" 2>&1) || true
expected='without at_hash
  python-jose: accepted for ada
  python-jose with the access token: accepted for ada
  python-jose, verify_at_hash: False: accepted for ada
  PyJWT: accepted for ada
  joserfc: accepted for ada
  jwcrypto: accepted for ada
with at_hash
  python-jose: JWTClaimsError: No access_token provided to compare against at_hash claim.
  python-jose with the access token: accepted for ada
  python-jose, verify_at_hash: False: accepted for ada
  PyJWT: accepted for ada
  joserfc: accepted for ada
  jwcrypto: accepted for ada'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
