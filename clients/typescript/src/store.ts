/** The tokens of a session. `id` is a random name of it, so that no request of one session is repeated in another. */
export interface Session {
  id: string;
  accessToken: string;
  refreshToken: string;
}

/** All that a client keeps: its session, and the token by which the service knows this device. */
export interface Kept {
  session?: Session;
  device?: string;
}

/**
 * A place for it, of one client in each page or process. `save` is done when the place has it.
 * Where tabs share the place, `lock` names a Web Lock, so that they take turns.
 */
export interface Store {
  load(): Kept | Promise<Kept>;
  save(kept: Kept): void | Promise<void>;
  readonly lock?: string;
}

/** Keeps it as long as the page or the process lives. No injected script finds it in a storage. */
export class MemoryStore implements Store {
  #kept: Kept = {};

  load(): Kept {
    return this.#kept;
  }

  save(kept: Kept): void {
    this.#kept = kept;
  }
}

/**
 * Keeps it in the browser's IndexedDB, shared by all tabs of the origin, also after a restart of the browser.
 * Every script of the origin can read it there. A session in a cookie has no such risk.
 *
 * It is not `localStorage`, because a tab of Chromium may read an old value there after another tab has written a new
 * one and released its lock (decision 67 of Gatepost). A transaction of IndexedDB sees all that came before it.
 *
 * Where the browser has no such storage, as in some private windows, it keeps everything as long as the page lives.
 */
export class SharedStore implements Store {
  readonly lock: string;
  readonly #instead = new MemoryStore();
  #opened: Promise<IDBDatabase | undefined> | undefined;
  #hasWorked = false;

  constructor(private readonly name = "gatepost") {
    this.lock = `gatepost-client:${name}`;
  }

  async load(): Promise<Kept> {
    const database = await this.#database();
    if (!database) return this.#instead.load();
    const kept = await transact(database, "readonly", (place) => place.get(KEPT));
    return (kept as Kept | undefined) ?? {};
  }

  async save(kept: Kept): Promise<void> {
    const database = await this.#database();
    if (!database) return this.#instead.save(kept);
    await transact(database, "readwrite", (place) => place.put(kept, KEPT));
  }

  /**
   * The database, or undefined if it could not be opened at first. One that opened before is opened again: the browser
   * closes it when its user clears the data of the site. Memory in its place would bring old tokens back later.
   */
  #database(): Promise<IDBDatabase | undefined> {
    const forget = () => {
      this.#opened = undefined;
    };
    this.#opened ??= open(this.name, forget).then(
      (database) => {
        this.#hasWorked = true;
        return database;
      },
      (error: unknown) => {
        if (!this.#hasWorked) return undefined;
        forget();
        throw error;
      },
    );
    return this.#opened;
  }
}

const PLACE = "kept";
const KEPT = "session";

function open(name: string, onClosed: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(PLACE);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = onClosed;
      database.onversionchange = () => {
        database.close(); // otherwise another tab that deletes it would wait
        onClosed();
      };
      resolve(database);
    };
    request.onerror = () => reject(request.error);
  });
}

function transact(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  act: (place: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const transaction = database.transaction(PLACE, mode, { durability: "strict" });
  const request = act(transaction.objectStore(PLACE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
