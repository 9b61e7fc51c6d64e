import type { LinkState } from './link.ts';
import type { LinkClaim } from '../links/index.ts';

/** Why a genuine link leads nowhere; `unknown` is one to an invitation that is not there, `closed` a published one on which others sent. */
export type LinkEnd = 'unknown' | 'replaced' | 'revoked' | 'expired' | 'used' | 'closed' | 'blocked';

const ENDS = { REVOKED: 'revoked', EXPIRED: 'expired', USED: 'used' } as const;

/** Undefined while the buyer may work on the invitation. An older link than the current one says no more than that. */
export function endOfLink(
  link: LinkState | undefined,
  { linkVersion }: Pick<LinkClaim, 'linkVersion'>,
): LinkEnd | undefined {
  if (!link) return 'unknown';
  if (link.link_version !== linkVersion) return 'replaced';
  if (link.kind === 'PROSPECT' && link.status === 'USED' && link.submission_id === null) return 'closed';
  if (link.status !== 'ACTIVE') return ENDS[link.status];
  return restOfLink(link);
}

/** What stops everything for now (contract 3.2): while the invitation stands, and the receipt once it is used. */
export function restOfLink(link: LinkState): 'blocked' | undefined {
  return link.buyer_status === 'BLOCKED' || !link.may_act ? 'blocked' : undefined;
}
