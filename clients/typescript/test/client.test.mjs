import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "gatepost-client";

import { ADA, loggedIn, refusal, URL_, watched } from "./watch.mjs";

for (const [method, path, status, after, sent] of [
  ["GET", "/user/session", 503, "0", 3],
  ["POST", "/user/logout/", 503, "0", 1],
  ["DELETE", "/user/sessions", 503, "0", 1],
  ["POST", "/user/logout/", 429, "0", 3],
  ["GET", "/user/session", 503, "60", 1],
  ["GET", "/user/session", 503, "Tue, 01 Dec 2026 00:00:00 GMT", 1],
]) {
  test(`${method} is sent ${sent} times where ${status} says Retry-After: ${after}`, async () => {
    const watch = await loggedIn();
    watch.answer = () => refusal(status, { "Retry-After": after });
    await assert.rejects(watch.gatepost.send(method, path), { name: "Refused", status });
    assert.equal(watch.lines.length, sent);
  });
}

test("a refusal has its code, its fields and its request id", async () => {
  const gatepost = new Client(URL_);
  await assert.rejects(gatepost.logIn({ ...ADA, password: "wrong" }), { code: "invalid_credentials", status: 401 });
  const body = { username: "eve", mobile: "01755555555", password: "short" };
  await assert.rejects(gatepost.send("POST", "/user", { body }), (refused) => {
    assert.deepEqual(Object.keys(refused.errors), ["password"]);
    return refused.code === "invalid_input" && refused.requestId.length > 10;
  });
});

test("a second factor that is due is an outcome, and finishes the log-in", async () => {
  const watch = watched();
  const due = await watch.gatepost.logIn({ username: "tess", password: "password" });
  assert.equal(due.kind, "factor_due");
  assert.ok(due.factors.includes("totp"));
  assert.equal(watch.store.load().session, undefined);
  const outcome = await watch.gatepost.logInWithFactor(due, { recovery_code: process.env.RECOVERY_CODE });
  assert.deepEqual(outcome, { kind: "signed_in" });
  assert.ok(await watch.gatepost.session());
});

test("the device is known again after a log-out, and a step-up renews the access token", async () => {
  const watch = await loggedIn();
  const { device, session } = watch.store.load();
  await watch.gatepost.send("POST", "/user/reauthenticate", { body: { password: "password" } });
  const renewed = watch.store.load().session;
  assert.notEqual(renewed.accessToken, session.accessToken);
  assert.equal(renewed.refreshToken, session.refreshToken);
  await watch.gatepost.logOut();
  await watch.gatepost.logIn(ADA);
  assert.deepEqual(watch.lines.slice(1), ["POST /user/logout/", "POST /user/login"]);
  assert.equal(watch.sent[2].headers["Gatepost-Device"], device);
  assert.equal(watch.sent[2].headers.Authorization, undefined);
});

test("a request without an answer is not sent again, and says whether it was sent", async () => {
  const awake = setInterval(() => {}, 1000); // a time-out alone keeps no process awake, and here is no connection
  const watch = watched({ timeout: 1 });
  watch.answer = (_, { signal }) => new Promise((_, reject) => (signal.onabort = () => reject(signal.reason)));
  await assert.rejects(watch.gatepost.send("GET", "/healthz"), { name: "NoAnswer", wasSent: true });
  clearInterval(awake);
  assert.equal(watch.lines.length, 1);
  for (const url of [`http://127.0.0.1:${process.env.FREE_PORT}`, "ftp://a.example", "http://[::1", "a.example"]) {
    await assert.rejects(new Client(url).session(), { name: "NoAnswer", wasSent: false }, url);
  }
});

test("an answer of a proxy is no refusal", async () => {
  const watch = await loggedIn();
  watch.answer = () => new Response("<h1>Bad gateway</h1>", { status: 502 });
  await assert.rejects(watch.gatepost.session(), { name: "UnexpectedAnswer", status: 502 });
});

test("a value that would lead to another endpoint is refused", async () => {
  const watch = await loggedIn();
  for (const session_id of ["", ".", ".."]) {
    await assert.rejects(watch.gatepost.send("DELETE", "/user/sessions/{session_id}", { path: { session_id } }), RangeError);
  }
  assert.deepEqual(watch.lines, []);
});

test("pages follow one another", async () => {
  const watch = await loggedIn();
  const names = [];
  for await (const page of watch.gatepost.pages("/user", { query: { limit: 1, sort: "username" } })) {
    names.push(...page.data.map(({ username }) => username));
  }
  assert.equal(names[0], "ada");
  assert.ok(names.includes("tess"));
});
