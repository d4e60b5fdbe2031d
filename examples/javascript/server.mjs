// A server in Node.js that knows its callers by Gatepost's access tokens.
//
//     npm ci
//     ACCOUNTS_URL=http://127.0.0.1:8087 PORT=8000 npm start

import { createServer } from "node:http";
import { Refused, signedIn } from "./signed_in.mjs";

const pages = {
  "/hello": async (request) => `Hello, ${(await signedIn(request)).sub}!`,
  // A recent log-in: somebody who finds an open computer gets no further than /hello.
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
