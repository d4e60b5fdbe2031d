import type { Code } from "./operations.js";
import type { Schemas } from "./types.js";

/** A request was not answered with a result. */
export class GatepostError extends Error {
  override name = "GatepostError";
}

/** The service refused the request. `code` says why; `errors` has the reasons against each field (422). */
export class Refused extends GatepostError {
  override name = "Refused";
  readonly code: Code;
  /** the HTTP status */
  readonly status: number;
  readonly errors: Readonly<Record<string, string[]>>;
  readonly secondFactor: Schemas["Error"]["second_factor"];
  /** leads to the line in the log of the service */
  readonly requestId: string;
  /** seconds; undefined if the service said nothing about it */
  readonly retryAfter: number | undefined;

  constructor(body: Schemas["Error"], response: Response) {
    super(body.message);
    this.code = body.code as Code;
    this.status = response.status;
    this.errors = body.errors ?? {};
    this.secondFactor = body.second_factor;
    this.requestId = response.headers.get("X-Request-ID") ?? "";
    this.retryAfter = secondsToWait(response);
  }
}

/** The answer is none of Gatepost's: perhaps a proxy before it has answered. */
export class UnexpectedAnswer extends GatepostError {
  override name = "UnexpectedAnswer";
  /** the HTTP status; 0 for a redirect, which no page may read */
  readonly status: number;

  constructor(response: Response) {
    super(`the answer with status ${response.status} is none of Gatepost's`);
    this.status = response.status;
  }
}

/** No answer came, or none in time. The service may have carried the request out, unless `wasSent` is false. */
export class NoAnswer extends GatepostError {
  override name = "NoAnswer";
  readonly wasSent: boolean;

  /** `url`: the address that was asked, if it is known */
  constructor(cause: unknown, url = "") {
    super(`no answer: ${cause}`, { cause });
    this.wasSent = !(NOT_SENT.has(systemCode(cause)) || OTHER_SCHEME.test(url));
  }
}

/** By Node. A browser does not tell whether it has sent a request. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "ERR_INVALID_URL"]);
/** Nothing is sent to an address that is none of HTTP. A page may have one without a scheme. */
const OTHER_SCHEME = /^(?!https?:)[a-z][a-z0-9+.-]*:/i;

function systemCode(cause: unknown): string {
  const inner = (cause as { cause?: { code?: unknown } } | null)?.cause?.code;
  return typeof inner === "string" ? inner : "";
}

/** The header `Retry-After` in seconds; undefined if it is missing or a date, which Gatepost never sends. */
export function secondsToWait(response: Response): number | undefined {
  const text = response.headers.get("Retry-After") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** An answer, read whole. `body` is undefined if it is no JSON. */
export interface Reply {
  response: Response;
  body: unknown;
}

/** The body of a success. Throws Refused, UnexpectedAnswer. */
export function bodyOf({ response, body }: Reply): unknown {
  if (response.ok && typeof body === "object" && body !== null) return body;
  if (isRefusal(body)) throw new Refused(body, response);
  throw new UnexpectedAnswer(response);
}

/** The two tokens of a success. Throws Refused, UnexpectedAnswer. */
export function pairOf(reply: Reply): { accessToken: string; refreshToken: string } {
  const told = bodyOf(reply) as { access_token?: unknown; refresh_token?: unknown };
  const { access_token: accessToken, refresh_token: refreshToken } = told;
  if (typeof accessToken !== "string" || typeof refreshToken !== "string") throw new UnexpectedAnswer(reply.response);
  return { accessToken, refreshToken };
}

/** The code of a refusal; empty for any other answer. */
export function codeOf({ response, body }: Reply): string {
  return !response.ok && isRefusal(body) ? body.code : "";
}

function isRefusal(body: unknown): body is Schemas["Error"] {
  const told = body as Partial<Schemas["Error"]> | null | undefined;
  return typeof told?.code === "string" && typeof told.message === "string";
}
