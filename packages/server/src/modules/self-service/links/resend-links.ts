import { instantOf } from '../../../platform/clock.ts';
import type { LinkKeys } from './link-keys.ts';
import { readToken, signToken, type TokenKind } from './signed-token.ts';
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

/** Key id (1 byte), link version (4), instant of the asking in milliseconds (6), seller's id (16), invitation id (16). */
const INSTANT_AT = 1 + 4;
const INSTANT_BYTES = 6;
const SELLER_AT = INSTANT_AT + INSTANT_BYTES;
const INVITATION_AT = SELLER_AT + ID_BYTES;
const KIND: TokenKind = { label: 'nt24-resend-1', claimBytes: INVITATION_AT + ID_BYTES };

export function createResendLinks(keys: LinkKeys, publicBaseUrl: string): ResendLinks {
  return {
    resendUrlOf: (claim) => `${publicBaseUrl}/r/${signToken(keys, KIND, claimBytes(claim))}`,
    readResend(token) {
      const claim = readToken(keys, KIND, token);
      return (
        claim && {
          linkKid: claim.readUInt8(0),
          linkVersion: claim.readUInt32BE(1),
          askedAt: instantOf(claim.readUIntBE(INSTANT_AT, INSTANT_BYTES)),
          sellerId: uuidOf(claim.subarray(SELLER_AT, INVITATION_AT)),
          invitationId: uuidOf(claim.subarray(INVITATION_AT)),
        }
      );
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
