import type { FastifyReply, FastifyRequest } from 'fastify';
import { singleHeader } from '../../platform/http/single-header.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { InvalidToken, ProviderUnavailable, type TokenFault, type TokenVerifier } from '../../platform/tokens/index.ts';
import type { RateLimiter, RateState } from '../rate-limits/index.ts';
import type { RouteSpec } from './route-spec.ts';
import {
  type Actor,
  type Directory,
  requireDpa,
  requirePartner,
  type Stranger,
  Unauthorized,
} from '../identity/index.ts';
import { RateLimited, Unavailable } from '../../platform/problems/problem-types.ts';

/** Why a call was answered with 401: for the log and the metric only (contract 2.2). */
type Refusal = TokenFault | Stranger;

export interface EntranceDeps {
  readonly tokens: TokenVerifier;
  readonly directory: Directory;
  readonly rateLimiter: RateLimiter;
}

/** Lets a call in or throws: token, rate limit, DPA, grant, in this order (contract 2.2, 2.3, 2.7). */
export async function enter(
  deps: EntranceDeps,
  spec: RouteSpec,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<Actor> {
  const actor = await authenticate(deps, request);
  const state = await deps.rateLimiter.take(actor.organizationId, spec.rate, actor.limits[spec.rate]);
  reply.headers(rateHeaders(state, spec));
  if (!state.granted) {
    const detail = `The organization has used its ${spec.rate} calls for now.`;
    throw new ProblemError(RateLimited, detail, { retryAfterSeconds: state.retryAfterSeconds });
  }
  if (spec.access !== 'client') requireDpa(actor);
  if (spec.access === 'partner') requirePartner(actor, sellerIdOf(request));
  return actor;
}

async function authenticate({ tokens, directory }: EntranceDeps, request: FastifyRequest): Promise<Actor> {
  const clientId = await clientOf(tokens, request);
  const actor = await directory.findActor(clientId);
  if (typeof actor !== 'string') return actor;
  // Proven by the token's signature, and what the operator has to look for.
  request.log.info({ client: clientId, reason: actor }, 'client refused');
  throw unauthorized(request, actor);
}

async function clientOf(tokens: TokenVerifier, request: FastifyRequest): Promise<string> {
  try {
    return (await tokens.verify(singleHeader(request, 'Authorization'))).clientId;
  } catch (error) {
    if (error instanceof InvalidToken) throw unauthorized(request, error.fault);
    if (error instanceof ProviderUnavailable) {
      throw new ProblemError(Unavailable, 'The identity provider is out of reach. Try again shortly.', {
        retryAfterSeconds: error.retryAfterSeconds,
      });
    }
    throw error;
  }
}

function unauthorized(request: FastifyRequest, refusal: Refusal): ProblemError {
  request.refusal = refusal;
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
  return new ProblemError(Unauthorized, 'A valid access token is required.', { headers });
}

function sellerIdOf(request: FastifyRequest): string {
  return ((request.params as { sellerId?: string }).sellerId ?? '').toLowerCase();
}

function rateHeaders(state: RateState, spec: RouteSpec): Record<string, string> {
  return {
    'x-ratelimit-limit': String(state.limit),
    'x-ratelimit-remaining': String(state.remaining),
    'x-ratelimit-reset': String(state.resetAtSeconds),
    'x-ratelimit-category': spec.rate,
  };
}
