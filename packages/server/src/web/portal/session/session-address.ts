import { createHmac } from 'node:crypto';
import type { Keyring } from '../../../platform/keyring.ts';
import type { PageContext } from '../../shared/page-model.ts';

/** The address of a step of one session; `step` such as `documents`, or `documents/{id}/remove`. */
export type SessionPath = (step: string) => string;

/** What a page within a session needs: all its addresses are those of its own invitation. */
export interface SessionContext extends PageContext {
  readonly sessionPath: SessionPath;
  /** Of the company, whose clock the times are told by. */
  readonly country: string;
}

/** For the parts of such a page. */
export type SessionPlace = Pick<SessionContext, 'language' | 'sessionPath' | 'country'>;

const PREFIX = '/kyc';
const REF_BYTES = 9;
const REF = /^[A-Za-z0-9_-]{12}$/;
const PURPOSE = 'portal-ref';

/** A keyed hash: it tells nothing of the invitation, and opens nothing. */
export function refOf(invitationId: string, keyring: Keyring): string {
  const hash = createHmac('sha256', keyring.derive(PURPOSE)).update(invitationId).digest();
  return hash.toString('base64url', 0, REF_BYTES);
}

export function isRef(text: string): boolean {
  return REF.test(text);
}

/** The only place that makes addresses of a session. */
export function sessionPathOf(ref: string): SessionPath {
  return (step) => `${PREFIX}/${ref}/${step}`;
}

/** The pattern of a route. */
export const sessionRoute: SessionPath = sessionPathOf(':ref');

/** Names no session: whoever has left one comes here. */
export const SIGNED_OUT_URL = `${PREFIX}/signed-out`;

/** Steps as they were addressed before their address named the invitation; bookmarks still do. */
const OLD_ADDRESS = /^\/kyc\/(?:company|documents|uploads|review|done|receipt\.pdf|privacy|report|sign-out)(?:[/?]|$)/;

export function isOldAddress(url: string): boolean {
  return OLD_ADDRESS.test(url);
}
