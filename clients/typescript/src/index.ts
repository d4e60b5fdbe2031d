export { Client, type FactorDue, type LogInPath, type Options, type SignedIn } from "./client.js";
export { GatepostError, NoAnswer, Refused, UnexpectedAnswer } from "./errors.js";
export type { Code } from "./operations.js";
export type { components, operations, paths } from "./schema.js";
export { type Kept, MemoryStore, type Session, SharedStore, type Store } from "./store.js";
export type { Answer, Method, PathOf, Schemas, Sent } from "./types.js";
