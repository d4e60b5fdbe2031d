import assert from "node:assert/strict";
import { test } from "node:test";

import { expire, loggedIn, REFRESH, refusal, URL_, watched, ADA } from "./watch.mjs";

const isExpired = (request) => request.headers.Authorization === "Bearer expired";

/** All `count` requests are sent with the expired token: none of them comes after the refresh of another. */
function meeting(count) {
  let open;
  const all = new Promise((resolve) => (open = resolve));
  return async (_, request) => {
    if (isExpired(request) && --count === 0) open();
    if (isExpired(request)) await all;
  };
}

test("ten requests make one refresh, and its tokens are kept before they are sent again", async () => {
  const watch = await loggedIn();
  const before = watch.store.load().session.refreshToken;
  const meet = meeting(10);
  let keptAtRefresh;
  watch.answer = (line, request) => {
    if (line !== REFRESH && !isExpired(request)) {
      assert.equal(request.headers.Authorization, `Bearer ${watch.store.load().session.accessToken}`);
      keptAtRefresh = watch.store.load().session.refreshToken;
    }
    return meet(line, request);
  };
  expire(watch.store);
  const found = await Promise.all(Array.from({ length: 10 }, () => watch.gatepost.session()));
  assert.equal(new Set(found.map(({ uuid }) => uuid)).size, 1);
  assert.equal(watch.lines.filter((line) => line === REFRESH).length, 1);
  assert.notEqual(keptAtRefresh, before);
});

test("ten requests share the failure of one refresh", async () => {
  const watch = await loggedIn();
  const meet = meeting(10);
  let isDown = true;
  watch.answer = async (line, request) => {
    if (line === REFRESH && isDown) {
      await new Promise((resolve) => setTimeout(resolve, 200)); // the others wait for it by now
      throw new TypeError("no network");
    }
    return meet(line, request);
  };
  expire(watch.store);
  const failed = await Promise.allSettled(Array.from({ length: 10 }, () => watch.gatepost.session()));
  assert.deepEqual(new Set(failed.map(({ reason }) => reason?.name)), new Set(["NoAnswer"]));
  assert.equal(watch.lines.filter((line) => line === REFRESH).length, 1);
  isDown = false;
  watch.answer = () => undefined;
  assert.ok(await watch.gatepost.session());
});

test("a refresh that something else than Gatepost answers costs no session", async () => {
  const watch = await loggedIn();
  for (const body of ["{}", "null", "7", '"x"', '{"access_token":"n"}', "<html>"]) {
    watch.answer = (line) => (line === REFRESH ? new Response(body) : undefined);
    expire(watch.store);
    await assert.rejects(watch.gatepost.session(), { name: "UnexpectedAnswer" });
  }
  watch.answer = () => undefined;
  assert.ok(await watch.gatepost.session());
});

test("a session that ended elsewhere is told by its code, and forgotten", async () => {
  const watch = await loggedIn();
  const { session, device } = watch.store.load();
  await fetch(`${URL_}/user/logout/`, { method: "POST", headers: { Authorization: `Bearer ${session.accessToken}` } });
  const refused = { name: "Refused", code: "invalid_token", status: 401 };
  await assert.rejects(watch.gatepost.send("GET", "/user/sessions"), refused);
  assert.deepEqual(watch.store.load(), { device });
  assert.deepEqual(watch.lines, ["GET /user/sessions", REFRESH]);
});

test("a request of one session is never sent again in another", async () => {
  const watch = await loggedIn();
  const other = watched({ store: watch.store });
  watch.answer = async (_, request) => void (isExpired(request) && (await other.gatepost.logIn(ADA)));
  expire(watch.store);
  await assert.rejects(watch.gatepost.send("DELETE", "/user/sessions"), { code: "invalid_token" });
  assert.deepEqual(watch.lines, ["DELETE /user/sessions"]);
  expire(watch.store);
  await watch.gatepost.logOut(); // of the session before: the one that has begun meanwhile goes on
  assert.ok(await watch.gatepost.session());
});

test("a request that is aborted while it refreshes ends at once, and the refresh goes on", async () => {
  const watch = await loggedIn();
  const abort = new AbortController();
  let begun;
  const refreshing = new Promise((resolve) => (begun = resolve));
  watch.answer = (line) => void (line === REFRESH && begun());
  expire(watch.store);
  const first = watch.gatepost.send("GET", "/user/session", { signal: abort.signal });
  const second = watch.gatepost.session();
  await refreshing;
  abort.abort();
  await assert.rejects(first, { name: "AbortError" });
  assert.ok(await second);
  assert.equal(watch.lines.filter((line) => line === REFRESH).length, 1);
});

test("a refresh is sent again after a 503", async () => {
  const watch = await loggedIn();
  let refusals = 1;
  watch.answer = (line) => (line === REFRESH && refusals-- > 0 ? refusal(503, { "Retry-After": "0" }) : undefined);
  expire(watch.store);
  assert.ok(await watch.gatepost.session());
  assert.deepEqual(watch.lines, ["GET /user/session", REFRESH, REFRESH, "GET /user/session"]);
});
