// Compiled, never run: what the types let through, and what they refuse.
import { Client, type Answer, type Schemas } from "../dist/index.js";

declare const gatepost: Client;
const path = { uuid: "1" };

const answer: Promise<Schemas["UserAnswer"]> = gatepost.send("GET", "/user/{uuid}", { path });
const name: Promise<string> = answer.then(({ data }) => data.username);
const own: Answer<"GET", "/user/session"> = await gatepost.send("GET", "/user/session");
await gatepost.send("PATCH", "/user/{uuid}", { path, body: { gender: null }, signal: AbortSignal.timeout(1) });
await gatepost.logIn({ username: "ada", password: "password" }); // what has a default may be left out
for await (const page of gatepost.pages("/user", { query: { limit: 2 } })) page.data satisfies Schemas["UserData"][];

// @ts-expect-error  the path has a variable
await gatepost.send("GET", "/user/{uuid}");
// @ts-expect-error  it takes a body
await gatepost.send("PATCH", "/user/{uuid}", { path });
// @ts-expect-error  it takes none
await gatepost.send("GET", "/user/session", { body: {} });
// @ts-expect-error  there is no such endpoint
await gatepost.send("PUT", "/user/{uuid}", { path });
// @ts-expect-error  there is no such member
await gatepost.send("PATCH", "/user/{uuid}", { path, body: { status: true } });
// @ts-expect-error  it is a boolean
const wrong: string = (await answer).data.status;
// @ts-expect-error  this is no log-in
await gatepost.logInBy("/user/logout/", {});

export { name, own, wrong };
