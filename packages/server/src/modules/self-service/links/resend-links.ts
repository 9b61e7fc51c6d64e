import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { instantOf } from '../../../platform/clock.ts';
import type { LinkKeys } from './link-keys.ts';
import { bytesOfUuid, ID_BYTES, uuidOf } from './uuid-bytes.ts';
import type { LinkClaim } from './link-claim.ts';

/** By which those who look after an invitation send a new link: of one asking, about one version of the link. */
export interface ResendClaim extends Required<LinkClaim> {
  readonly askedAt: Date;
}

/** Makes and reads the addresses in mails that say that a new link was asked for. */
export interface ResendLinks {
  resendUrlOf(claim: ResendClaim): string;
  /** Undefined for everything that was not signed here for this purpose, or by a key that is retired; touches no database. */
  readResend(token: string): ResendClaim | undefined;
}

/**
 * In base64url: key id (1 byte), link version (4), instant of the asking in milliseconds (6), seller's id (16), invitation id (16),
 * HMAC-SHA-256 over these cut to 128 bits (16). A buyer's link has another length and another label under the same key, so that
 * neither is ever taken for the other.
 */
const LABEL = 'nt24-resend-1';
const MAC_BYTES = 16;
const INSTANT_AT = 1 + 4;
const INSTANT_BYTES = 6;
const SELLER_AT = INSTANT_AT + INSTANT_BYTES;
const INVITATION_AT = SELLER_AT + ID_BYTES;
const CLAIM_BYTES = INVITATION_AT + ID_BYTES;
const TOKEN_FORM = /^[A-Za-z0-9_-]{79}$/;

export function createResendLinks(keys: LinkKeys, publicBaseUrl: string): ResendLinks {
  return {
    resendUrlOf(claim) {
      const linkKey = keys.keyOf(claim.linkKid);
      if (!linkKey) throw new Error(`link key ${claim.linkKid} is not known`);
      const bytes = claimBytes(claim);
      return `${publicBaseUrl}/r/${Buffer.concat([bytes, macOf(linkKey.key, bytes)]).toString('base64url')}`;
    },
    readResend(token) {
      const bytes = TOKEN_FORM.test(token) ? Buffer.from(token, 'base64url') : undefined;
      if (!bytes || bytes.toString('base64url') !== token) return undefined;
      const claim = bytes.subarray(0, CLAIM_BYTES);
      const linkKey = keys.keyOf(claim.readUInt8(0));
      if (!linkKey || linkKey.isRetired) return undefined;
      if (!timingSafeEqual(macOf(linkKey.key, claim), bytes.subarray(CLAIM_BYTES))) return undefined;
      return {
        linkKid: claim.readUInt8(0),
        linkVersion: claim.readUInt32BE(1),
        askedAt: instantOf(claim.readUIntBE(INSTANT_AT, INSTANT_BYTES)),
        sellerId: uuidOf(claim.subarray(SELLER_AT, INVITATION_AT)),
        invitationId: uuidOf(claim.subarray(INVITATION_AT)),
      };
    },
  };
}

function claimBytes({ linkKid, linkVersion, askedAt, sellerId, invitationId }: ResendClaim): Buffer {
  const head = Buffer.alloc(SELLER_AT);
  head.writeUInt8(linkKid, 0);
  head.writeUInt32BE(linkVersion, 1);
  head.writeUIntBE(askedAt.getTime(), INSTANT_AT, INSTANT_BYTES);
  return Buffer.concat([head, bytesOfUuid(sellerId), bytesOfUuid(invitationId)]);
}

function macOf(key: KeyObject, claim: Buffer): Buffer {
  return createHmac('sha256', key).update(LABEL).update(claim).digest().subarray(0, MAC_BYTES);
}
