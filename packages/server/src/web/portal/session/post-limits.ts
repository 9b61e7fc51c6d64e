import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Keyring } from '../../../platform/keyring.ts';
import type { RateLimiter, RateState } from '../../../core/rate-limits/index.ts';
import { networkOf } from '../../shared/client-network.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { isWrite } from '../../shared/own-origin.ts';

/** POSTs a minute, shared by all processes (contract 2.7). An address may be a whole office or a carrier's gateway. */
const PER_LINK = 300;
const PER_NETWORK = 6_000;
/** Each takes a tenth of a second of a processor to make. */
const RECEIPTS_PER_LINK = 30;
const CATEGORY = 'portal';
/** Over a bad line a file comes in many small pieces: these have budgets of their own. */
const PIECES_PER_LINK = 3_000;
const PIECES_PER_NETWORK = 30_000;
const PIECES_CATEGORY = 'portal-uploads';

export interface PostLimits {
  /** Takes one POST from the budgets of the link and of the address; throws the 429 page. */
  take(invitationId: string, address: string): Promise<void>;
  /** Takes what the request costs from the budget for its method; reading costs nothing. */
  takeFor(request: FastifyRequest, invitationId: string): Promise<void>;
  /** Takes one making of the receipt as a PDF from the budget of the link; throws the 429 page. */
  takeReceipt(invitationId: string): Promise<void>;
}

/** The address is kept as a keyed hash: the table of budgets is no list of visitors. */
export function createPostLimits(rateLimiter: RateLimiter, keyring: Keyring): PostLimits {
  const scopeOf = (address: string): string => {
    const hash = createHmac('sha256', keyring.derive('portal-address')).update(networkOf(address)).digest();
    return `network:${hash.toString('base64url', 0, 16)}`;
  };

  async function take(invitationId: string, address: string): Promise<void> {
    const states = await Promise.all([
      rateLimiter.take(`link:${invitationId}`, CATEGORY, PER_LINK),
      rateLimiter.take(scopeOf(address), CATEGORY, PER_NETWORK),
    ]);
    requireGranted(states);
  }

  async function takePiece(invitationId: string, address: string): Promise<void> {
    const states = await Promise.all([
      rateLimiter.take(`link:${invitationId}`, PIECES_CATEGORY, PIECES_PER_LINK),
      rateLimiter.take(scopeOf(address), PIECES_CATEGORY, PIECES_PER_NETWORK),
    ]);
    requireGranted(states);
  }

  return {
    take,
    async takeFor(request, invitationId) {
      if (request.method === 'PATCH') await takePiece(invitationId, request.ip);
      else if (isWrite(request)) await take(invitationId, request.ip);
    },
    async takeReceipt(invitationId) {
      requireGranted([await rateLimiter.take(`receipt:${invitationId}`, CATEGORY, RECEIPTS_PER_LINK)]);
    },
  };
}

function requireGranted(states: readonly RateState[]): void {
  const refused = states.filter((state) => !state.granted);
  if (refused.length === 0) return;
  const retryAfterSeconds = Math.max(...refused.map((state) => state.retryAfterSeconds));
  throw new ErrorPage('tooManyRequests', { retryAfterSeconds });
}
