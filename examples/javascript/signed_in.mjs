// Verifies Gatepost's access tokens, with the package `jose`.
//
// ACCOUNTS_URL is Gatepost's public address: the one that stands in its tokens as `iss`.

import { webcrypto } from "node:crypto";
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

export class Refused extends Error {
  constructor(why) {
    super("Sign in.");
    this.challenge = ['Bearer realm="hello"', why].filter(Boolean).join(", ");
  }
}

// The claims of the user who is signed in. With maxAge, a log-in that is older, in seconds, is refused.
export async function signedIn(request, { maxAge } = {}) {
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

// The claims of a valid token, and undefined for any other. An error of jose is thrown when the keys cannot be fetched.
async function verified(token) {
  try {
    return (await jwtVerify(token, keys, rules)).payload;
  } catch (error) {
    const noKeys = !(error instanceof errors.JOSEError) || keysFailed.has(error.code);
    if (noKeys) throw error;
  }
}
