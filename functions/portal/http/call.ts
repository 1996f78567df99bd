import type { Identity } from "../accounts/identity.ts";
import type { Operation } from "../openapi/operation.ts";
import type { Schema } from "../openapi/schema.ts";

/** What came in the body of an operation that takes packages. */
export type PackageBody<T> =
  | { readonly kind: "described"; readonly value: T }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

type QueryOf<O> = O extends { readonly query: Schema<infer T> } ? T : null;
type BodyOf<O> = O extends { readonly body: { readonly kind: "package"; readonly schema: Schema<infer T> } }
  ? PackageBody<T>
  : O extends { readonly body: { readonly schema: Schema<infer T> } }
    ? T
    : null;
type IdentityOf<O> = O extends { readonly access: "anyone" } ? null : Identity;

/** A request that fits the description of its operation. */
export interface Call<O> {
  /** From the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: QueryOf<O>;
  readonly body: BodyOf<O>;
  readonly identity: IdentityOf<O>;
  /** Of operations that are conditional. */
  readonly ifMatch: string | null;
}

/** What is answered; members of the body that are undefined are left out. */
export interface Reply {
  readonly status: number;
  readonly body: object | null;
  readonly headers?: Readonly<Record<string, string>>;
}

type ReplyBody<O> = O extends { readonly answers: Readonly<Record<number, infer A>> }
  ? A extends { readonly schema: Schema<infer T> }
    ? T
    : null
  : never;

/** Carries out an operation. Throws ProblemError. */
export type Handler<O> = (call: Call<O>) => Promise<Reply & { readonly body: (ReplyBody<O> & object) | null }>;

/** An operation and what carries it out. */
export interface Implemented {
  readonly operation: Operation;
  readonly handle: (call: Call<Operation>) => Promise<Reply>;
}

/** Binds a handler to the description that its types come from; requests are checked by the same before it is called. */
export function implement<O extends Operation>(operation: O, handle: Handler<O>): Implemented {
  return { operation, handle };
}
