import type { Reply } from "./errors.js";
import { BEGINS, PUBLIC, RENEWS } from "./operations.js";
import { fill, type Outgoing, type Patience, queryOf, send } from "./wire.js";

export interface Details {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}

/** A request to an endpoint, without what says whose it is. */
export class Request {
  readonly isPublic: boolean;
  readonly begins: boolean;
  readonly renews: boolean;

  constructor(
    readonly method: string,
    readonly path: string,
    readonly details: Details,
  ) {
    const line = `${method} ${path}`;
    this.isPublic = PUBLIC.has(line);
    this.begins = BEGINS.has(line);
    this.renews = RENEWS.has(line);
  }

  get signal(): AbortSignal | undefined {
    return this.details.signal;
  }

  /** Sends it with these headers. Another DELETE would answer 404 for what the first one did. */
  send(url: string, headers: Record<string, string>, patience: Patience, more: Partial<Outgoing> = {}): Promise<Reply> {
    const { method, details } = this;
    const address = `${url}${fill(this.path, details.path)}${queryOf(details.query)}`;
    const repeatable = method === "GET" || method === "PUT";
    return send({ method, url: address, body: details.body, headers, signal: this.signal, repeatable, ...more }, patience);
  }
}

/** The way in which a client is known to the service. */
export interface Standing {
  /** The answer to a request of the present session. */
  ask(request: Request): Promise<Reply>;
  /** The name of the present session, in the store. */
  name(): Promise<string | undefined>;
  /** Know the session no longer, without asking the service; with `only` no other one than that. */
  forget(only?: string): Promise<void>;
}

/** The result of `task`, or the reason of `signal` if that is first. The task goes on, because others wait for it. */
export function unlessAborted<T>(task: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return task;
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([task, aborted]);
}
