// A server in Node.js that knows its callers by Gatepost's access tokens.
//
//     npm ci
//     ACCOUNTS_URL=http://127.0.0.1:8087 PORT=8000 npm start
//
// ACCOUNTS_URL is Gatepost's public address: the one that stands in its tokens as `iss`.

import { webcrypto } from "node:crypto";
import { createServer } from "node:http";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";

globalThis.crypto ??= webcrypto; // Node.js 18 lacks it
const issuer = process.env.ACCOUNTS_URL;
const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), {
  cacheMaxAge: 300_000, // a revoked key is trusted no longer than this
  cooldownDuration: 10_000, // keys that do not exist are looked for no more often than this
});
const rules = {
  issuer,
  audience: issuer, // or what Gatepost has as GATEPOST_AUDIENCE
  typ: "at+jwt", // a refresh token is signed with the same key
  algorithms: ["EdDSA", "ES256", "RS256"],
  requiredClaims: ["exp", "iat", "sub", "sid", "jti"],
  clockTolerance: 5,
};

const keysFailed = new Set(["ERR_JOSE_GENERIC", "ERR_JWKS_INVALID", "ERR_JWKS_TIMEOUT"]);

class Refused extends Error {
  constructor(why) {
    super("Sign in.");
    this.challenge = ['Bearer realm="hello"', why].filter(Boolean).join(", ");
  }
}

// The claims of who is signed in; with maxAge, only if they logged in no more seconds ago than that.
async function signedIn(request, { maxAge } = {}) {
  const [, scheme, token] = /^(\S+) +(\S+)$/.exec(request.headers.authorization ?? "") ?? [];
  if (scheme?.toLowerCase() !== "bearer") throw new Refused();
  const claims = token.length <= 4096 && (await verified(token));
  if (!claims) throw new Refused('error="invalid_token"');
  const loggedInAt = Number.isSafeInteger(claims.auth_time) ? claims.auth_time : 0;
  if (maxAge !== undefined && loggedInAt < Date.now() / 1000 - maxAge) {
    throw new Refused(`error="insufficient_user_authentication", max_age="${maxAge}"`);
  }
  return claims;
}

// The claims of a good token, undefined for another. Where the keys cannot be had, what jose says of that is thrown.
async function verified(token) {
  try {
    return (await jwtVerify(token, keys, rules)).payload;
  } catch (error) {
    const noKeys = !(error instanceof errors.JOSEError) || keysFailed.has(error.code);
    if (noKeys) throw error;
  }
}

const pages = {
  "/hello": async (request) => `Hello, ${(await signedIn(request)).sub}!`,
  // Whoever found an open computer should not get this far.
  "/vault": async (request) => `Your secrets, ${(await signedIn(request, { maxAge: 300 })).sub}.`,
};

createServer(async (request, response) => {
  const send = (status, message, headers = {}) =>
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify({ message }));
  try {
    const page = Object.hasOwn(pages, request.url) && request.method === "GET" && pages[request.url];
    if (page) send(200, await page(request));
    else send(404, "Not found.");
  } catch (error) {
    if (error instanceof Refused) return send(401, error.message, { "WWW-Authenticate": error.challenge });
    console.error(error);
    send(503, "Try again later.", { "Retry-After": "10" });
  }
}).listen(Number(process.env.PORT ?? 8000), "127.0.0.1");
