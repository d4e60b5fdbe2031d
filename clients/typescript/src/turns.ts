/** Runs tasks one after the other: those of one client, and with a named lock those of all tabs of an origin. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly lock: string | undefined) {}

  /**
   * The result of `task`. Web Locks exist on pages of HTTPS and of localhost. Elsewhere tabs do not wait for one
   * another; the service gives two tabs that refresh within ten seconds the same tokens.
   */
  take<T>(task: () => Promise<T>): Promise<T> {
    const locks = typeof navigator === "undefined" ? undefined : navigator.locks;
    const whole = async (): Promise<T> =>
      this.lock !== undefined && locks ? await locks.request(this.lock, task) : await task();
    const turn = this.#last.then(whole);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
