import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static, type TSchema } from 'typebox';
import type { Database } from '../../platform/db/database.ts';
import { pathOf, PROBLEM_TYPE, problemBody, problemHeaders } from '../../platform/http/problem-reply.ts';
import { bodyValidator, queryValidator, refuseInvalid } from '../../platform/http/validation.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import {
  type DecidedWrite,
  fingerprintOf,
  identifyKey,
  type OnceAnswer,
  runOnce,
  type StoredAnswers,
  type WireAnswer,
} from '../idempotency/index.ts';
import { enter, type EntranceDeps } from './entrance.ts';
import { keyOf } from './idempotency-key.ts';
import { openapiSchema } from './openapi-schema.ts';
import { type Answer, auditActor, type Call, type Decision, type RouteSpec } from './route-spec.ts';
import type { Actor } from '../identity/index.ts';
import { purposeOf } from '../pii-log/index.ts';
import { MalformedRequest, NotFound } from '../../platform/problems/problem-types.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the entrance of every /v1 route. */
    actor: Actor | null;
    /** Why it was answered with 401. */
    refusal: string | null;
  }
}

export interface ApiDeps extends EntranceDeps {
  readonly app: FastifyInstance;
  readonly db: Database;
  readonly answers: StoredAnswers;
  readonly problemBase: string;
}

/** What a body was read into when it is not JSON: `value` is validated and compared, `held` is for the use-case alone. */
export interface ReceivedBody<Held> {
  readonly value: unknown;
  readonly held: Held;
  /** Learns whether the commit used what is held. Not called where nobody can know, as when the database went away. */
  readonly settle: (used: boolean) => Promise<void>;
}

export type BodyReader<Held> = (request: FastifyRequest) => Promise<ReceivedBody<Held>>;

/** The /v1 front: routes are declared here and nowhere else. */
export interface Api {
  /** `handle` may send the reply itself, and then returns nothing. */
  read<P extends TSchema, Q extends TSchema, B extends TSchema>(
    spec: RouteSpec<P, Q, B>,
    handle: (
      call: Call<{ params: Static<P>; query: Static<Q>; body: Static<B> }>,
      reply: FastifyReply,
    ) => Promise<Answer | undefined>,
  ): void;
  /** `decide` may run several times for one call; it must change nothing itself. */
  write<P extends TSchema, Q extends TSchema, B extends TSchema>(
    spec: RouteSpec<P, Q, B>,
    decide: (call: Call<{ params: Static<P>; query: Static<Q>; body: Static<B> }>) => Promise<Decision>,
  ): void;
  /** A write whose body is not JSON but what `receive` reads. */
  upload<P extends TSchema, Q extends TSchema, B extends TSchema, Held>(
    spec: RouteSpec<P, Q, B>,
    decide: (call: Call<{ params: Static<P>; query: Static<Q>; body: Static<B> }>, held: Held) => Promise<Decision>,
    receive: BodyReader<Held>,
  ): void;
  /** The same front for routes of an encapsulated scope, which may have body parsers of its own. */
  encapsulate(register: (inner: Api, scope: FastifyInstance) => Promise<void>): Promise<void>;
}

/** Answers hold personal data: no shared cache keeps them. */
const EVERY_ANSWER = { 'cache-control': 'private, no-cache' };

export function createApi(deps: ApiDeps): Api {
  deps.app.decorateRequest('actor', null);
  deps.app.decorateRequest('refusal', null);
  return apiOf(deps);
}

function apiOf(deps: ApiDeps): Api {
  function register(
    spec: RouteSpec,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): void {
    deps.app.route({
      method: spec.method,
      url: spec.url,
      schema: openapiSchema(spec),
      onRequest: async (request, reply) => {
        reply.headers(EVERY_ANSWER);
        request.actor = await enter(deps, spec, { request, reply });
      },
      handler,
    });
  }

  return {
    read(spec, handle) {
      const checkQuery = spec.query && queryValidator(spec.query);
      const refuseNoAddress = paramsGuard(spec);
      register(spec, async (request, reply) => {
        if (checkQuery) refuseInvalid(checkQuery(request.query));
        const call = callOf(spec, request);
        refuseNoAddress(call.params);
        const answer = await handle(call as never, reply);
        return answer ? sendAnswer(reply, answer) : reply;
      });
    },
    write(spec, decide) {
      const answer = writer(deps, spec, decide as never);
      register(spec, async (request, reply) =>
        answer({ request, reply, key: keyOf(request), value: jsonBody(spec, request) }),
      );
    },
    upload(spec, decide, receive) {
      const answer = writer(deps, spec, decide as never);
      register(spec, async (request, reply) => {
        const key = keyOf(request);
        return answer({ request, reply, key, ...(await receive(request)) });
      });
    },
    async encapsulate(register) {
      await deps.app.register(async (scope) => register(apiOf({ ...deps, app: scope }), scope));
    },
  };
}

interface IncomingWrite {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly key: string;
  readonly value: unknown;
  readonly held?: unknown;
  readonly settle?: (used: boolean) => Promise<void>;
}

function writer(
  deps: ApiDeps,
  spec: RouteSpec,
  decide: (call: Call, held: unknown) => Promise<Decision>,
): (incoming: IncomingWrite) => Promise<FastifyReply> {
  const checkBody = spec.body && bodyValidator(spec.body);
  const refuseNoAddress = paramsGuard(spec);
  return async ({ request, reply, key, value, held, settle }) => {
    const call = { ...callOf(spec, request), body: value };
    const once = runOnce(deps.db, deps.answers, {
      key: identifyKey(call.actor.organizationId, key),
      isDear: spec.asksOutside === true,
      fingerprint: fingerprintOf({ method: spec.method, path: pathOf(request), query: request.query, body: value }),
      decide: async () => {
        if (checkBody && value !== undefined) refuseInvalid(checkBody(value));
        return decideWire({ problemBase: deps.problemBase, call, reply }, async () => {
          refuseNoAddress(call.params);
          return decide(call, held);
        });
      },
    });
    const answer = await (settle ? settled(once, settle) : once);
    return sendWire(reply, answer, answer.replayed);
  };
}

/** After a failure of the service itself nobody knows whether the commit went through, so nothing is settled. */
async function settled(once: Promise<OnceAnswer>, settle: (used: boolean) => Promise<void>): Promise<OnceAnswer> {
  try {
    const answer = await once;
    await settle(!answer.replayed && answer.status < 400);
    return answer;
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500) await settle(false);
    throw error;
  }
}

function callOf({ personalData }: RouteSpec, request: FastifyRequest): Call {
  if (!request.actor) throw new Error('a route was reached without its entrance');
  const params = Object.fromEntries(
    Object.entries(request.params as Record<string, string>).map(([name, value]) => [name, value.toLowerCase()]),
  );
  const purpose = personalData && purposeOf(request);
  return {
    actor: request.actor,
    params,
    query: request.query,
    body: request.body,
    requestId: request.id,
    ...(purpose !== undefined && { purpose }),
    log: request.log as never,
    request,
  };
}

/** Whatever else stands in the place of an id is the id of nothing, and may hold what the database cannot read. */
function paramsGuard({ url, params }: RouteSpec): (params: unknown) => void {
  const named = [...url.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const { title = '', properties = {} } = (params ?? {}) as { title?: string; properties?: object };
  const declared = Object.keys(properties);
  if (named.toSorted().join() !== declared.toSorted().join())
    throw new Error(`${url} declares other params than it has`);
  const check = bodyValidator(params ?? Type.Unknown());
  return (values) => {
    if (check(values).length > 0) throw new ProblemError(NotFound, `There is no such ${title}.`);
  };
}

function jsonBody(spec: RouteSpec, request: FastifyRequest): unknown {
  if (request.body === undefined && spec.body && spec.bodyRequired !== false) {
    throw new ProblemError(MalformedRequest, 'A JSON body is required.');
  }
  // Clients that must send something where nothing is asked for send null.
  return request.body === null && spec.bodyRequired === false ? undefined : request.body;
}

/** The decision with its answer serialized by the route's schema. Refusals of the operation itself are kept like successes. */
async function decideWire(
  { problemBase, call, reply }: { readonly problemBase: string; readonly call: Call; readonly reply: FastifyReply },
  decide: () => Promise<Decision>,
): Promise<DecidedWrite> {
  try {
    const { answer, ...write } = await decide();
    return { answer: wireOf(answer, reply), write: { ...write, actor: auditActor(call) } };
  } catch (error) {
    if (!(error instanceof ProblemError) || !error.isKept) throw error;
    const body = problemBody(error, {
      base: problemBase,
      instance: pathOf(call.request),
      traceId: call.requestId,
    });
    const headers = { ...problemHeaders(error), 'content-type': PROBLEM_TYPE };
    return {
      answer: { status: error.status, headers, body: JSON.stringify(body) },
      write: { actor: auditActor(call) },
    };
  }
}

function wireOf(answer: Answer, reply: FastifyReply): WireAnswer {
  const serialize = reply.getSerializationFunction(String(answer.status), 'application/json');
  const body =
    answer.body === undefined
      ? ''
      : serialize
        ? serialize(answer.body as { [key: string]: unknown })
        : JSON.stringify(answer.body);
  return {
    status: answer.status,
    headers: { ...answer.headers, ...(body !== '' && { 'content-type': 'application/json; charset=utf-8' }) },
    body,
  };
}

function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  return sendWire(reply, wireOf(answer, reply), false);
}

function sendWire(reply: FastifyReply, answer: WireAnswer, replayed: boolean): FastifyReply {
  reply.code(answer.status).headers(answer.headers).serializer(String);
  if (replayed) reply.header('idempotent-replayed', 'true');
  return answer.body === '' ? reply.send() : reply.send(answer.body);
}
