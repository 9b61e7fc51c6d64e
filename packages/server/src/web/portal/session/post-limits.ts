import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Keyring } from '../../../platform/keyring.ts';
import type { RateLimiter, RateState } from '../../../core/rate-limits/index.ts';
import { networkOf } from '../../shared/client-network.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { isWrite } from '../../shared/own-origin.ts';
import { uploadMethodOf } from '../../../modules/self-service/uploads/index.ts';
import { sessionRoute } from './session-address.ts';

/** Forms a minute, shared by all processes (contract 2.7). An address may be a whole office or a carrier's gateway. */
const PER_LINK = 300;
const PER_NETWORK = 6_000;
/** Each takes a tenth of a second of a processor to make. */
const RECEIPTS_PER_LINK = 30;
/** Codes that are mailed: at a fair a whole hall has one address, and a third of a minute's may come within ten seconds. */
const CODES_PER_LINK = 600;
const CODES_PER_NETWORK = 300;
const CODES_CATEGORY = 'portal-codes';
const CATEGORY = 'portal';
const UPLOAD_ROUTE = sessionRoute('uploads/:uploadId');
/** Over a bad line a file comes in many small pieces: these have budgets of their own. */
const PIECES_PER_LINK = 3_000;
const PIECES_PER_NETWORK = 30_000;
const PIECES_CATEGORY = 'portal-uploads';
/** A page with its pictures is some twenty; scanners that walk all addresses a hundred times stay below. */
const READS_PER_LINK = 6_000;
const READS_PER_NETWORK = 60_000;
const READS_CATEGORY = 'portal-reads';

export interface PostLimits {
  /**
   * Takes the request from the budgets of the link and of the address for its kind: forms, reading, or the pieces of uploads and
   * looks at how far they are. Throws the 429 page.
   */
  takeFor(request: FastifyRequest, invitationId: string): Promise<void>;
  /** Takes one making of the receipt as a PDF from the budget of the link; throws the 429 page. */
  takeReceipt(invitationId: string): Promise<void>;
  /** Takes one mail with a code from the budgets of the link and of the address; throws the 429 page. */
  takeCode(request: FastifyRequest, invitationId: string): Promise<void>;
}

/** The address is kept as a keyed hash: the table of budgets is no list of visitors. */
export function createPostLimits(rateLimiter: RateLimiter, keyring: Keyring): PostLimits {
  const scopeOf = (address: string): string => {
    const hash = createHmac('sha256', keyring.derive('portal-address')).update(networkOf(address)).digest();
    return `network:${hash.toString('base64url', 0, 16)}`;
  };

  return {
    async takeFor(request, invitationId) {
      const { category, perLink, perNetwork } = budgetFor(request);
      const states = await Promise.all([
        rateLimiter.take(`link:${invitationId}`, category, perLink),
        rateLimiter.take(scopeOf(request.ip), category, perNetwork),
      ]);
      requireGranted(states);
    },
    async takeCode(request, invitationId) {
      const states = await Promise.all([
        rateLimiter.take(`link:${invitationId}`, CODES_CATEGORY, CODES_PER_LINK),
        rateLimiter.take(scopeOf(request.ip), CODES_CATEGORY, CODES_PER_NETWORK),
      ]);
      requireGranted(states);
    },
    async takeReceipt(invitationId) {
      requireGranted([await rateLimiter.take(`receipt:${invitationId}`, CATEGORY, RECEIPTS_PER_LINK)]);
    },
  };
}

const FORMS = { category: CATEGORY, perLink: PER_LINK, perNetwork: PER_NETWORK };
const PIECES = { category: PIECES_CATEGORY, perLink: PIECES_PER_LINK, perNetwork: PIECES_PER_NETWORK };
const READS = { category: READS_CATEGORY, perLink: READS_PER_LINK, perNetwork: READS_PER_NETWORK };

function budgetFor(request: FastifyRequest): typeof FORMS {
  const isOfUpload = request.routeOptions.url === UPLOAD_ROUTE;
  if (isOfUpload && ['PATCH', 'HEAD'].includes(uploadMethodOf(request.raw))) return PIECES;
  return isWrite(request) ? FORMS : READS;
}

function requireGranted(states: readonly RateState[]): void {
  const refused = states.filter((state) => !state.granted);
  if (refused.length === 0) return;
  const retryAfterSeconds = Math.max(...refused.map((state) => state.retryAfterSeconds));
  throw new ErrorPage('tooManyRequests', { retryAfterSeconds });
}
