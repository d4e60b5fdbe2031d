import { codeOf, pairOf, type Reply } from "./errors.js";
import { Request, type Standing, unlessAborted } from "./request.js";
import type { Session, Store } from "./store.js";
import { Turns } from "./turns.js";
import type { Patience } from "./wire.js";

const REFRESH = new Request("POST", "/user/refresh-token/", {});

type Told = { access_token?: string; refresh_token?: string };

/** A session with two tokens: kept in the store, sent with each request, refreshed once for all who need it. */
export class Tokens implements Standing {
  readonly #turns: Turns;
  #renewing: { token: string; task: Promise<Session | undefined> } | undefined;

  constructor(
    private readonly url: string,
    private readonly store: Store,
    private readonly patience: Patience,
  ) {
    this.#turns = new Turns(store.lock);
  }

  /**
   * The answer to a request. If its access token has expired, the session is refreshed and the request sent again.
   * 401 `invalid_token` means that nothing was done, so it is repeated whatever it does.
   */
  async ask(request: Request): Promise<Reply> {
    let session = request.isPublic ? undefined : (await this.store.load()).session;
    let reply = await this.#send(request, session?.accessToken);
    if (session && codeOf(reply) === "invalid_token") {
      const renewed = await unlessAborted(this.#renew(session), request.signal);
      if (renewed) {
        reply = await this.#send(request, renewed.accessToken);
        session = renewed;
      }
    }
    const device = reply.response.headers.get("Gatepost-Device");
    if (reply.response.ok && (device !== null || request.begins || request.renews)) {
      await this.#turns.take(() => this.#keep(request, reply, session, device));
    }
    return reply;
  }

  async name(): Promise<string | undefined> {
    return (await this.store.load()).session?.id;
  }

  forget(only?: string): Promise<void> {
    return this.#turns.take(async () => {
      if (only === undefined || only === (await this.name())) await this.#save(undefined);
    });
  }

  async #send(request: Request, token: string | undefined, more = {}): Promise<Reply> {
    const { device } = await this.store.load();
    const headers = {
      ...(device === undefined ? {} : { "Gatepost-Device": device }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    };
    return request.send(this.url, headers, this.patience, more);
  }

  /** One refresh for all requests that wait for it, also if it fails. Otherwise the last would wait for all time-outs. */
  #renew(used: Session): Promise<Session | undefined> {
    if (this.#renewing?.token === used.accessToken) return this.#renewing.task;
    const task = this.#turns
      .take(() => this.#refresh(used))
      .finally(() => {
        if (this.#renewing?.task === task) this.#renewing = undefined;
      });
    this.#renewing = { token: used.accessToken, task };
    return task;
  }

  /**
   * The session with a fresh access token, and kept so; undefined if it has ended, or another one has begun.
   * A refresh whose answer was lost is safe to repeat: the same token gets the same successor until that is used.
   */
  async #refresh(used: Session): Promise<Session | undefined> {
    const { session } = await this.store.load();
    if (session?.id !== used.id) return undefined;
    if (session.accessToken !== used.accessToken) return session; // another request has refreshed it
    const reply = await this.#send(REFRESH, session.refreshToken, { repeatable: true });
    if (codeOf(reply) === "invalid_token") {
      await this.#save(undefined);
      return undefined;
    }
    const renewed = { id: used.id, ...pairOf(reply) };
    await this.#save(renewed);
    return renewed;
  }

  /** Keep the tokens of an answer: those of a session that begins, of the present one (`session`), of the device. */
  async #keep(request: Request, reply: Reply, session: Session | undefined, device: string | null): Promise<void> {
    const told = (reply.body ?? {}) as Told;
    const kept = await this.store.load();
    let next = kept.session;
    if (request.begins && told.access_token !== undefined && told.refresh_token !== undefined) {
      next = { id: randomId(), ...pairOf(reply) };
    } else if (request.renews && told.access_token !== undefined && next && next.id === session?.id) {
      next = { ...next, accessToken: told.access_token };
    }
    await this.#save(next, device ?? kept.device);
  }

  async #save(session: Session | undefined, device?: string): Promise<void> {
    const known = device ?? (await this.store.load()).device;
    await this.store.save({
      ...(session === undefined ? {} : { session }),
      ...(known === undefined ? {} : { device: known }),
    });
  }
}

function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
