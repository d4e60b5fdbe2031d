#!/usr/bin/env bash
# A lifetime of "900" gives a token that has expired when it is made, and 900 gives a quarter of an hour.
#
# Expected: expiresIn: "900", as it comes from an environment variable, is 900 seconds like the number 900, or an error.
# Seen: jsonwebtoken 9.0.3 takes a number for seconds, and digits in a string for milliseconds: exp equals iat, and verify
#   says "jwt expired". maxAge of verify does the same, and refuses a token that is two seconds old for "900". A string with a
#   unit, "900s", is right. jose 6.2.18 refuses the string of digits, and PyJWT has no such option.
# Why it matters: a constant in the code moves to a setting, process.env.TOKEN_LIFETIME. Signing raises nothing, no type is
#   wrong, because a string is allowed, and nobody can use a token any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" jsonwebtoken@9.0.3 jose@6.2.18

cat >"$folder/run.mjs" <<'JAVASCRIPT'
import { SignJWT, decodeJwt } from "jose";
import jsonwebtoken from "jsonwebtoken";

const secret = "k".repeat(32);
const key = new TextEncoder().encode(secret);
const tell = async (title, act) => {
  try {
    console.log(`${title}: ${await act()}`);
  } catch (error) {
    console.log(`${title}: ${error.name}: ${error.message}`);
  }
};
const lives = (token) => `${decodeJwt(token).exp - decodeJwt(token).iat} s`;

process.env.TOKEN_LIFETIME = 900;
for (const lifetime of [900, "900s", process.env.TOKEN_LIFETIME]) {
  const told = JSON.stringify(lifetime);
  const token = jsonwebtoken.sign({ sub: "ada" }, secret, { expiresIn: lifetime });
  await tell(`jsonwebtoken, expiresIn ${told}`, () => lives(token));
  await tell("  verified for", () => jsonwebtoken.verify(token, secret).sub);
  const old = jsonwebtoken.sign({ sub: "ada", iat: Math.floor(Date.now() / 1000) - 2 }, secret);
  await tell(`jsonwebtoken, maxAge ${told}`, () => jsonwebtoken.verify(old, secret, { maxAge: lifetime }).sub);
}
for (const lifetime of ["900s", process.env.TOKEN_LIFETIME]) {
  const unsigned = () => new SignJWT({ sub: "ada" }).setProtectedHeader({ alg: "HS256" }).setIssuedAt();
  await tell(`jose, ${JSON.stringify(lifetime)}`, async () => lives(await unsigned().setExpirationTime(lifetime).sign(key)));
}
JAVASCRIPT

seen=$(cd "$folder" && timeout 60 node run.mjs 2>&1) || true
expected='jsonwebtoken, expiresIn 900: 900 s
  verified for: ada
jsonwebtoken, maxAge 900: ada
jsonwebtoken, expiresIn "900s": 900 s
  verified for: ada
jsonwebtoken, maxAge "900s": ada
jsonwebtoken, expiresIn "900": 0 s
  verified for: TokenExpiredError: jwt expired
jsonwebtoken, maxAge "900": TokenExpiredError: maxAge exceeded
jose, "900s": 900 s
jose, "900": TypeError: Invalid time period format'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
