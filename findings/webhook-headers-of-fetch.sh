#!/usr/bin/env bash
# The libraries for Standard Webhooks find no header in the headers of a request, where the request is that of Fetch.
#
# Expected: verify(body, request.headers) reads the three headers from a Headers object. Hono, Next.js, Deno and the workers
#   of clouds hand their requests on with one.
# Seen: standardwebhooks 1.1.1 and svix 1.99.1 (npm) look at the own properties of what they get, and a Headers object has
#   none. Both throw "Missing required headers" for a request that has all three. Object.fromEntries(request.headers) is
#   verified, and so is the object of node:http.
# Why it matters: a receiver moves from Express to such a framework. It answers 400 to each webhook, and the message sends
#   people to look for a proxy that drops headers. A sender that gives up may disable the webhook.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

timeout 300 npm install --silent --no-audit --no-fund --prefix "$folder" standardwebhooks@1.1.1 svix@1.99.1

cat >"$folder/run.mjs" <<'JAVASCRIPT'
import { createServer } from "node:http";
import * as standardwebhooks from "standardwebhooks";
import * as svix from "svix";

const secret = `whsec_${Buffer.from("a secret of an example, 32 bytes").toString("base64")}`;
const body = '{"type":"account.registered"}';
const now = new Date();

for (const [name, { Webhook }] of Object.entries({ standardwebhooks, svix })) {
  const webhook = new Webhook(secret);
  const sent = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(now / 1000)),
    "webhook-signature": webhook.sign("msg_1", now, body),
  };
  const request = new Request("https://shop.example/hook", { method: "POST", headers: sent, body });
  const ofNode = await new Promise((resolve) => {
    const server = createServer(({ headers }, response) => {
      response.end();
      server.close(() => resolve(headers));
      server.closeAllConnections();
    });
    server.listen(0, "127.0.0.1", () => {
      fetch(`http://127.0.0.1:${server.address().port}/`, { method: "POST", headers: sent }).catch(() => {});
    });
  });
  const forms = {
    "request.headers of Fetch": request.headers,
    "Object.fromEntries(request.headers)": Object.fromEntries(request.headers),
    "request.headers of node:http": ofNode,
  };
  for (const [form, headers] of Object.entries(forms)) {
    try {
      webhook.verify(body, headers);
      console.log(`${name}, ${form}: verified`);
    } catch (error) {
      console.log(`${name}, ${form}: ${error.message}`);
    }
  }
}
JAVASCRIPT

seen=$(cd "$folder" && timeout 60 node run.mjs 2>&1) || true
expected='standardwebhooks, request.headers of Fetch: Missing required headers
standardwebhooks, Object.fromEntries(request.headers): verified
standardwebhooks, request.headers of node:http: verified
svix, request.headers of Fetch: Missing required headers
svix, Object.fromEntries(request.headers): verified
svix, request.headers of node:http: verified'

echo "$seen"
diff <(echo "$expected") <(echo "$seen") || {
    echo "The behaviour has changed: < is what was seen before, > is what is seen now." >&2
    exit 1
}
