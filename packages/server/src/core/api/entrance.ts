import type { FastifyReply, FastifyRequest } from 'fastify';
import { singleHeader } from '../../platform/http/single-header.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { InvalidToken, ProviderUnavailable, type TokenVerifier } from '../../platform/tokens/index.ts';
import type { RateLimiter, RateState } from '../rate-limits/index.ts';
import type { RouteSpec } from './route-spec.ts';
import { type Actor, type Directory, requireDpa, requirePartner, Unauthorized } from '../identity/index.ts';
import { RateLimited, Unavailable } from '../../platform/problems/problem-types.ts';

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
  const actor = await authenticate(deps, singleHeader(request, 'Authorization'));
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

async function authenticate({ tokens, directory }: EntranceDeps, authorization: string | undefined): Promise<Actor> {
  const actor = await directory.findActor(await clientOf(tokens, authorization));
  if (!actor) throw unauthorized();
  return actor;
}

async function clientOf(tokens: TokenVerifier, authorization: string | undefined): Promise<string> {
  try {
    return (await tokens.verify(authorization)).clientId;
  } catch (error) {
    if (error instanceof InvalidToken) throw unauthorized();
    if (error instanceof ProviderUnavailable) {
      throw new ProblemError(Unavailable, 'The identity provider is out of reach. Try again shortly.', {
        retryAfterSeconds: 5,
      });
    }
    throw error;
  }
}

function unauthorized(): ProblemError {
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
