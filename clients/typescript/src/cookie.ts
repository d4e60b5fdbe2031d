import { bodyOf, codeOf, type Reply } from "./errors.js";
import { Request, type Standing, unlessAborted } from "./request.js";
import { Turns } from "./turns.js";
import type { Schemas } from "./types.js";
import type { Patience } from "./wire.js";

const SESSION = new Request("GET", "/user/session", {});

type Known = { uuid: string; csrf: string };
type Told = { csrf_token?: string; data?: Partial<Schemas["OwnSessionData"]> };

/** A session in a cookie that no script can read. The client knows its user and its CSRF token, in memory. */
export class Cookie implements Standing {
  #known: Known | undefined;
  readonly #turns = new Turns(undefined);

  constructor(
    private readonly url: string,
    private readonly patience: Patience,
  ) {}

  /**
   * The answer to a request. After a log-in or step-up in another tab the CSRF token is another one: it is asked for,
   * and the request sent again, unless another user is logged in now. The refusal means that nothing was done.
   */
  async ask(request: Request): Promise<Reply> {
    const needsToken = !request.isPublic && request.method !== "GET";
    const used = needsToken ? (this.#known ?? (await this.#learn(undefined, request.signal))) : this.#known;
    let reply = await this.#send(request, needsToken ? used : undefined);
    if (needsToken && codeOf(reply) === "invalid_csrf_token") {
      const now = await this.#learn(used, request.signal);
      if (now && now.uuid === used?.uuid && now.csrf !== used.csrf) reply = await this.#send(request, now);
    }
    this.#note(request, reply);
    return reply;
  }

  async name(): Promise<undefined> {}

  async forget(): Promise<void> {
    this.#known = undefined;
  }

  #send(request: Request, known: Known | undefined): Promise<Reply> {
    return request.send(this.url, known ? { "Gatepost-CSRF": known.csrf } : {}, this.patience);
  }

  /** What is known of the session, if that is not `stale` any more; otherwise the service is asked. */
  #learn(stale: Known | undefined, signal: AbortSignal | undefined): Promise<Known | undefined> {
    const task = this.#turns.take(async () => {
      if (this.#known === undefined || this.#known === stale) {
        const reply = await this.#send(SESSION, undefined);
        bodyOf(reply);
        this.#note(SESSION, reply);
      }
      return this.#known;
    });
    return unlessAborted(task, signal);
  }

  #note(request: Request, reply: Reply): void {
    if (codeOf(reply) === "invalid_token") this.#known = undefined;
    if (!reply.response.ok || !(request.begins || request.renews || request.path === SESSION.path)) return;
    const told = (reply.body ?? {}) as Told;
    const csrf = told.data?.csrf_token ?? told.csrf_token;
    const uuid = told.data?.uuid ?? this.#known?.uuid;
    if (csrf !== undefined && uuid !== undefined) this.#known = { uuid, csrf };
  }
}
