import { Cookie } from "./cookie.js";
import { bodyOf, Refused, type Reply } from "./errors.js";
import { type Details, Request, type Standing } from "./request.js";
import { MemoryStore, type Store } from "./store.js";
import { Tokens } from "./tokens.js";
import type { Answer, Method, PathOf, Schemas, Sent, SentArguments } from "./types.js";

export interface Options {
  /** Where the session is: in two tokens, or in a cookie, for pages of the same site as the service. */
  session?: "tokens" | "cookie";
  /** Where tokens are kept: in memory, unless you choose another place. */
  store?: Store;
  /** How long one answer may take, in milliseconds. */
  timeout?: number;
  /** How often a request that the service refuses for now is sent at most. */
  tries?: number;
  /** How long such a request waits in all, in milliseconds. */
  patience?: number;
  fetch?: typeof fetch;
}

/** The session has begun. `scope` is what it may do, where the log-in named one. */
export interface SignedIn {
  kind: "signed_in";
  scope?: string;
}

/** A second factor is due, of one of these kinds, within so many seconds: `logInWithFactor(due, { code })`. */
export interface FactorDue {
  kind: "factor_due";
  factors: string[];
  expiresIn: number;
  token: string;
}

/** The endpoints that log in. */
export type LogInPath =
  | "/user/login"
  | "/user/login/code"
  | "/user/login/exchange"
  | "/user/login/factor"
  | "/user/login/passkey"
  | "/user/login/with/{provider}";

/** One user's way to the service at `url`. */
export class Client {
  readonly #standing: Standing;
  readonly #more: { session?: "cookie" };

  constructor(url: string, options: Options = {}) {
    const { session = "tokens", store = new MemoryStore(), timeout = 10_000, tries = 3, patience = 10_000 } = options;
    const base = url.replace(/\/+$/, "");
    const credentials = session === "cookie" ? "include" : "omit"; // a cookie beside a token is refused
    const way = { timeout, tries, patience, credentials, fetch: options.fetch ?? fetch } as const;
    this.#standing = session === "cookie" ? new Cookie(base, way) : new Tokens(base, store, way);
    this.#more = session === "cookie" ? { session } : {};
  }

  /** The answer of an endpoint: `send("GET", "/user/{uuid}", { path: { uuid } })`. Throws Refused, NoAnswer, … */
  async send<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...[sent]: SentArguments<M, P>
  ): Promise<Answer<M, P>> {
    return bodyOf(await this.#ask(method, path, (sent ?? {}) as Details)) as Answer<M, P>;
  }

  /** The answer of an endpoint that lists, and those with the pages after it. */
  async *pages<P extends PathOf<"GET">>(path: P, ...[sent]: SentArguments<"GET", P>): AsyncGenerator<Answer<"GET", P>> {
    const details = (sent ?? {}) as Details;
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = cursor === undefined ? details.query : { ...details.query, cursor };
      const reply = await this.#ask("GET", path, { ...details, ...(query && { query }) });
      yield bodyOf(reply) as Answer<"GET", P>;
      cursor = cursorOf(reply);
    }
  }

  /** Log in with a password. */
  logIn(credentials: Schemas["Credentials"], signal?: AbortSignal): Promise<SignedIn | FactorDue> {
    return this.logInBy("/user/login", { body: credentials, ...(signal && { signal }) });
  }

  /** Finish a log-in by a `code`, a `recovery_code` or a `passkey`. */
  async logInWithFactor(
    due: FactorDue,
    proof: Omit<Schemas["FactorLogIn"], "token">,
    signal?: AbortSignal,
  ): Promise<SignedIn> {
    const body = { ...proof, token: due.token };
    return (await this.logInBy("/user/login/factor", { body, ...(signal && { signal }) })) as SignedIn;
  }

  /** Log in in another way. A code by message is requested by `send` before. */
  async logInBy<P extends LogInPath>(path: P, sent: Sent<"POST", P>): Promise<SignedIn | FactorDue> {
    try {
      const told = bodyOf(await this.#ask("POST", path, sent as Details)) as Partial<Schemas["TokenPair"]> & {
        data?: unknown;
      };
      if (told.refresh_token === undefined && told.data === undefined) throw new TypeError("this began no session");
      return { kind: "signed_in", ...(told.scope !== undefined && { scope: told.scope }) };
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== "second_factor_required" || !error.secondFactor) throw error;
      const { factors, expires_in: expiresIn, token } = error.secondFactor;
      return { kind: "factor_due", factors, expiresIn, token };
    }
  }

  /** The present session, or undefined if nobody is logged in. A page with a cookie asks when it is loaded. */
  async session(): Promise<Schemas["OwnSessionData"] | undefined> {
    try {
      return (await this.send("GET", "/user/session")).data;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return undefined;
      throw error;
    }
  }

  /** End the session. Its tokens are kept until the service has said that it ended; the device stays known. */
  async logOut(): Promise<void> {
    const name = await this.#standing.name();
    try {
      await this.send("POST", "/user/logout/");
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error; // it had ended before
    }
    await this.#standing.forget(name);
  }

  /** Keep the tokens of the session no longer, without asking the service. */
  forget(): Promise<void> {
    return this.#standing.forget();
  }

  #ask(method: string, path: string, details: Details): Promise<Reply> {
    const request = new Request(method, path, details);
    if (!request.begins) return this.#standing.ask(request);
    return this.#standing.ask(new Request(method, path, { ...details, body: { ...(details.body ?? {}), ...this.#more } }));
  }
}

/** The cursor of the next page. Nothing else of the link is used, so no answer sends the token elsewhere. */
function cursorOf({ response }: Reply): string | null {
  const link = /<([^>]*)>\s*;\s*rel="?next"?/.exec(response.headers.get("Link") ?? "");
  return link?.[1] === undefined ? null : new URL(link[1], "http://localhost").searchParams.get("cursor");
}
