import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Logger } from '../../platform/logger.ts';
import type { ProblemType } from '../../platform/problems/problems.ts';
import type { Companion, JobRequest, PartAlong, Write } from '../write/index.ts';
import type { Actor, RateCategory } from '../identity/index.ts';
import type { EventFact } from '../events/index.ts';
import type { AuditActor, AuditEntry } from '../audit/index.ts';

/**
 * Who may enter. `client`: any provisioned client, DPA or not. `organization`: with a current DPA. `partner`: also with a grant on
 * the path's `sellerId` (contract 2.3).
 */
export type Access = 'client' | 'organization' | 'partner';

/** All that there is to know of a route; nothing of it is repeated elsewhere. */
export interface RouteSpec<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly rate: RateCategory;
  /** An object with a member for each name in the path. What does not fit it is the address of nothing: 404. */
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The body as it goes over the wire where that is multipart/form-data; `body` is then what it was read into. */
  readonly form?: TSchema;
  /** Default true when there is a body schema. */
  readonly bodyRequired?: boolean;
  /** Its answer shows personal data: the caller may say why he reads it, in `X-Purpose`. */
  readonly personalData?: true;
  /** A write that asks somebody outside before it decides: a replay asks nobody, which costs every call a look-up. */
  readonly asksOutside?: true;
  readonly requestHeaders?: Readonly<Record<string, RequestHeader>>;
  /** Fixed to the letter by the vendor: what the house knows besides of its key stands in the description alone. */
  readonly published?: true;
  readonly success: Readonly<
    Record<
      number,
      {
        readonly description: string;
        readonly schema?: TSchema;
        readonly example?: unknown;
        /** Where the answer is a file instead of JSON: the types that it may have. */
        readonly files?: readonly string[];
        /** Headers of the answer that are no answer's else, with what they mean. */
        readonly headers?: Readonly<Record<string, string>>;
      }
    >
  >;
  /** Beyond those that every route of its kind has. */
  readonly problems: readonly ProblemType[];
  readonly bodyExample?: unknown;
}

/** A header as the document shows it. Who reads the header holds it to that: nothing here is compiled. */
export interface RequestHeader {
  readonly description: string;
  readonly required: boolean;
  readonly pattern?: string;
  readonly maxLength?: number;
}

/** One call of a route, after it was let in and read. */
export interface Call<Values extends { params?: unknown; query?: unknown; body?: unknown } = object> {
  readonly actor: Actor;
  /** Ids in lower case. */
  readonly params: Values extends { params: infer Params } ? Params : unknown;
  readonly query: Values extends { query: infer Query } ? Query : unknown;
  readonly body: Values extends { body: infer Body } ? Body : unknown;
  readonly requestId: string;
  /** Of `X-Purpose`, where the route shows personal data. */
  readonly purpose?: string;
  readonly log: Logger;
  readonly request: FastifyRequest;
}

export interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a writing use-case decided: its answer and what makes it true, all of it in one commit. */
export interface Decision {
  readonly answer: Answer;
  readonly effect?: NonNullable<Write['effect']>;
  readonly audit?: readonly AuditEntry[];
  readonly also?: readonly Companion[];
  readonly along?: readonly PartAlong[];
  readonly jobs?: readonly JobRequest[];
  readonly events?: readonly EventFact[];
}

/** The client as the trail names it. */
export function auditActor(call: { readonly actor: Actor; readonly requestId: string }): AuditActor {
  return {
    kind: 'CLIENT',
    id: call.actor.clientId,
    organizationId: call.actor.organizationId,
    requestId: call.requestId,
  };
}
