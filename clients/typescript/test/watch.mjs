// A client whose requests can be seen, and answered by the test.
import { Client, MemoryStore } from "gatepost-client";

export const URL_ = process.env.GATEPOST_URL;
export const ADA = { username: "ada", password: "password" };
export const REFRESH = "POST /user/refresh-token/";

/** `answer(line, options)` may give a response in place of the service's. */
export function watched({ store = new MemoryStore(), ...options } = {}) {
  const watch = { answer: () => undefined, lines: [], sent: [], store };
  const own = async (url, request) => {
    const line = `${request.method} ${new URL(url).pathname}`;
    watch.lines.push(line);
    watch.sent.push(request);
    return (await watch.answer(line, request)) ?? fetch(url, request);
  };
  watch.gatepost = new Client(URL_, { store, fetch: own, ...options });
  return watch;
}

export async function loggedIn(options) {
  const watch = watched(options);
  await watch.gatepost.logIn(ADA);
  watch.lines.length = watch.sent.length = 0;
  return watch;
}

/** Spoil the access token: the service refuses it as it refuses an expired one. */
export function expire(store) {
  const kept = store.load();
  store.save({ ...kept, session: { ...kept.session, accessToken: "expired" } });
}

export const refusal = (status, headers = {}) =>
  Response.json(
    { message: "Later.", status, code: { 429: "too_many_requests", 503: "unavailable" }[status] },
    { status, headers },
  );
