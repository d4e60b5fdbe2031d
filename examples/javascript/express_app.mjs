// An Express application that knows its callers by Gatepost's access tokens.
//
//     npm ci
//     ACCOUNTS_URL=http://127.0.0.1:8087 PORT=8000 npm run express

import express from "express";
import { Refused, signedIn } from "./signed_in.mjs";

const app = express();

// A middleware: request.claims are those of the user who is signed in.
const requireSignedIn = (rules) => async (request, response, next) => {
  request.claims = await signedIn(request, rules);
  next();
};

app.get("/hello", requireSignedIn(), (request, response) => {
  response.json({ message: `Hello, ${request.claims.sub}!` });
});

// A recent log-in: somebody who finds an open computer gets no further than /hello.
app.get("/vault", requireSignedIn({ maxAge: 300 }), (request, response) => {
  response.json({ message: `Your secrets, ${request.claims.sub}.` });
});

app.use((error, request, response, next) => {
  if (error instanceof Refused) {
    return response.status(401).set("WWW-Authenticate", error.challenge).json({ message: error.message });
  }
  if (error.status) return next(error); // Express's own, such as 400 for a malformed address
  console.error(error);
  response.status(503).set("Retry-After", "10").json({ message: "Try again later." });
});

app.listen(Number(process.env.PORT ?? 8000), "127.0.0.1");
