#!/usr/bin/env bash
# python-jose rejects a token whose key is in the key set, because of another key that stands before it.
#
# Expected: a verifier takes the key that the token names by kid, and passes over keys of a type that it does not
#   know, as RFC 7517, section 5, says.
# Seen: python-jose 3.5.0 tries the keys in their order and pays no attention to kid. At an Ed25519 key it raises
#   JWKError, although the token is signed with ES256 and its key stands second. With the two keys the other way round
#   it takes the same token. PyJWT 2.15.1 takes it in both orders.
# Why it matters: an account service that changes from EdDSA to ES256, so that services with python-jose can verify
#   its tokens, goes on publishing the old key until the last token of it has expired. It has to publish the new key
#   first, or these services refuse every token all that time. By section 5.1 of that RFC the order of
#   the keys implies no preference.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
timeout 300 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'python-jose[cryptography]==3.5.0' 'PyJWT[crypto]==2.15.1'

seen=$(timeout 60 "$folder/venv/bin/python" - 2>&1 <<'PYTHON'
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from jose import jwt as jose_jwt
from jwt.algorithms import ECAlgorithm, OKPAlgorithm

new = ec.generate_private_key(ec.SECP256R1())
old = ed25519.Ed25519PrivateKey.generate()
new_jwk = {**ECAlgorithm.to_jwk(new.public_key(), as_dict=True), "kid": "new", "alg": "ES256", "use": "sig"}
old_jwk = {**OKPAlgorithm.to_jwk(old.public_key(), as_dict=True), "kid": "old", "alg": "EdDSA", "use": "sig"}
token = jwt.encode({"sub": "ada"}, new, "ES256", headers={"kid": "new"})


def by_python_jose(key_set):
    return jose_jwt.decode(token, key_set, algorithms=["ES256"])["sub"]


def by_pyjwt(key_set):
    key = jwt.PyJWKSet.from_dict(key_set)[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, algorithms=["ES256"])["sub"]


for order, keys in {"old key first": [old_jwk, new_jwk], "new key first": [new_jwk, old_jwk]}.items():
    for verify in (by_python_jose, by_pyjwt):
        try:
            answer = f"accepted for {verify({'keys': keys})}"
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        print(f"{order}, {verify.__name__}: {answer}")
PYTHON
) || true

expected="old key first, by_python_jose: JWKError: Incorrect key type. Expected: 'EC', Received: OKP
old key first, by_pyjwt: accepted for ada
new key first, by_python_jose: accepted for ada
new key first, by_pyjwt: accepted for ada"

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
