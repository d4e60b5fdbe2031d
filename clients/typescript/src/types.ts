import type { components, paths } from "./schema.js";

/** The shapes of what is sent and answered, by name: `Schemas["UserData"]`. */
export type Schemas = components["schemas"];

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The paths that have an endpoint for this method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in Lowercase<M>]: { responses: unknown } } ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends PathOf<M>> = paths[P][Lowercase<M> & keyof paths[P]];

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;

/** The answer of an endpoint, if it is a success. */
export type Answer<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer Responses } ? Json<Responses[keyof Responses]> : never;

type Parameters<O> = O extends { parameters: infer Found } ? Found : never;
type Required<Name extends string, T> = [T] extends [never] ? { [N in Name]?: never } : { [N in Name]: T };
type InPath<O> = Parameters<O> extends { path: infer Path } ? Path : never;
type InQuery<O> = NonNullable<Parameters<O> extends { query?: infer Query } ? Query : never>;
type Body<O> = O extends { requestBody: infer Sent } ? Json<Sent> : never;

/** What goes with a request: the variables of its path, its query, its body, and a signal that cancels it. */
export type Sent<M extends Method, P extends PathOf<M>> = Required<"path", InPath<Operation<M, P>>> &
  Required<"body", Body<Operation<M, P>>> & { query?: InQuery<Operation<M, P>>; signal?: AbortSignal };

/** The argument may be left out where all its members may. */
export type SentArguments<M extends Method, P extends PathOf<M>> =
  {} extends Sent<M, P> ? [sent?: Sent<M, P>] : [sent: Sent<M, P>];
