#!/usr/bin/env bash
# jose keeps a key set for ten minutes, however short the time that the server allows by Cache-Control.
#
# Expected: the server that publishes the keys decides how long they are kept, by Cache-Control: max-age, as for other
#   answers to GET. A key that is withdrawn is accepted no longer than that.
# Seen: createRemoteJWKSet of jose 6.2.18 does not read Cache-Control. With max-age=1, a token of a key that was
#   withdrawn is accepted after two seconds, without a new request. Only the option cacheMaxAge of the verifying
#   service counts (600,000 ms by default, by its documentation); with cacheMaxAge: 1000 the same token is rejected.
# Why it matters: an account service withdraws a leaked key and cannot reach the services that verify its tokens. A
#   header that looks like the means for it has no effect there; these services have to set the option, or restart.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" jose@6.2.18

cat >"$folder/run.mjs" <<'JAVASCRIPT'
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";

async function makeKey(kid) {
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "EdDSA", use: "sig" } };
}

const withdrawn = await makeKey("withdrawn");
const current = await makeKey("current");
const token = await new SignJWT({ sub: "ada" })
  .setProtectedHeader({ alg: "EdDSA", kid: "withdrawn" })
  .sign(withdrawn.privateKey);

let published, requests;
const server = createServer((request, response) => {
  requests += 1;
  response.setHeader("Content-Type", "application/json");
  response.setHeader("Cache-Control", "max-age=1");
  response.end(JSON.stringify({ keys: published }));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const address = new URL(`http://127.0.0.1:${server.address().port}/jwks.json`);

for (const options of [{}, { cacheMaxAge: 1000 }]) {
  requests = 0;
  published = [withdrawn.jwk, current.jwk];
  const keySet = createRemoteJWKSet(address, options);
  const verify = async (time) => {
    const answer = await jwtVerify(token, keySet).then(
      ({ payload }) => `accepted for ${payload.sub}`,
      (error) => error.code,
    );
    console.log(`${JSON.stringify(options)} ${time}: ${answer}; requests: ${requests}`);
  };
  await verify("at first");
  published = [current.jwk];
  await sleep(2000);
  await verify("withdrawn for two seconds");
}
server.close();
server.closeAllConnections();
JAVASCRIPT

seen=$(cd "$folder" && timeout 60 node run.mjs 2>&1) || true
expected='{} at first: accepted for ada; requests: 1
{} withdrawn for two seconds: accepted for ada; requests: 1
{"cacheMaxAge":1000} at first: accepted for ada; requests: 1
{"cacheMaxAge":1000} withdrawn for two seconds: ERR_JWKS_NO_MATCHING_KEY; requests: 2'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
