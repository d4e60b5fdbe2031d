import { NoAnswer, type Reply, secondsToWait } from "./errors.js";

/** A request, before it is sent. */
export interface Outgoing {
  method: string;
  url: string;
  body: unknown;
  headers: Record<string, string>;
  signal: AbortSignal | undefined;
  /** The service may carry it out twice. */
  repeatable: boolean;
}

export interface Patience {
  /** how long one answer may take, in milliseconds */
  timeout: number;
  /** how often a request is sent at most */
  tries: number;
  /** how long it waits in all between, in milliseconds */
  patience: number;
  credentials: RequestCredentials;
  fetch: typeof fetch;
}

/**
 * The answer to a request, which is sent again after a 429, and if that is safe after a 503, as `Retry-After` says.
 *
 * 429 means that nothing was done. 503 may also come after a lost commit, so only what is `repeatable` is sent again.
 */
export async function send(outgoing: Outgoing, patience: Patience): Promise<Reply> {
  let waited = 0;
  for (let tries = 1; ; tries++) {
    const reply = await sendOnce(outgoing, patience);
    const pause = 1000 * (secondsToWait(reply.response) ?? NaN);
    const isSafe = reply.response.status === 429 || (reply.response.status === 503 && outgoing.repeatable);
    if (!isSafe || tries >= patience.tries || !(waited + pause <= patience.patience)) return reply;
    waited += pause;
    await wait(pause, outgoing.signal);
  }
}

async function sendOnce(outgoing: Outgoing, { timeout, credentials, fetch }: Patience): Promise<Reply> {
  const { method, url, body, signal } = outgoing;
  const late = AbortSignal.timeout(timeout);
  const headers = body === undefined ? outgoing.headers : { ...outgoing.headers, "Content-Type": "application/json" };
  try {
    const response = await fetch(url, {
      method,
      headers,
      credentials,
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, late]) : late,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { response, body: parsed(await response.text()) };
  } catch (error) {
    signal?.throwIfAborted();
    throw new NoAnswer(error, url);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wait(pause: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, pause);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

/** `path` with its variables. Throws RangeError for a value that would make it another path. */
export function fill(path: string, values: Record<string, string> | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values?.[name] ?? "";
    if (["", ".", ".."].includes(value)) throw new RangeError(`"${value}" cannot be a part of the path ${path}`);
    return encodeURIComponent(value);
  });
}

/** The query as a text, with its question mark; empty without one. */
export function queryOf(query: Record<string, unknown> | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}
