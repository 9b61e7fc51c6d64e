import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { LinkClaim } from './link-claim.ts';
import type { LinkKeys } from './link-keys.ts';
import { createDeviceLinks, type DeviceLinks } from './device-links.ts';
import { createResendLinks, type ResendLinks } from './resend-links.ts';
import { bytesOfUuid, ID_BYTES, uuidOf } from './uuid-bytes.ts';

/** Makes and reads link addresses (contract 3.5). */
export interface Links extends ResendLinks, DeviceLinks {
  urlOf(link: Required<LinkClaim>): string;
  currentKid(): number;
  /** Undefined for everything that was not signed here, or by a key that is retired; touches no database. */
  read(token: string): LinkClaim | undefined;
}

const MAC_BYTES = 16;
const HEAD_BYTES = 1 + 4;

/**
 * Tokens in base64url: key id (1 byte), link version (4), in form 2 the seller's id (16), invitation id (16), HMAC-SHA-256 over these
 * cut to 128 bits (16). The length tells the form, and the MAC of one form is none of the other. A key's own row says which form it
 * signs; what it signed is read in either, since a process of the release before signs form 1 with any key.
 */
const FORMS = {
  1: { label: 'nt24-link', ids: 1 },
  2: { label: 'nt24-link-2', ids: 2 },
} as const;
type Form = (typeof FORMS)[keyof typeof FORMS];
const TOKEN_FORM = /^(?:[A-Za-z0-9_-]{50}|[A-Za-z0-9_-]{71})$/;

export function createLinks(keys: LinkKeys, publicBaseUrl: string): Links {
  return {
    ...createResendLinks(keys, publicBaseUrl),
    ...createDeviceLinks(keys, publicBaseUrl),
    currentKid: () => keys.currentKid(),
    urlOf(link) {
      const linkKey = keys.keyOf(link.linkKid);
      if (!linkKey) throw new Error(`link key ${link.linkKid} is not known`);
      const form = FORMS[linkKey.tokenForm];
      const claim = claimBytes(link, form);
      return `${publicBaseUrl}/i/${Buffer.concat([claim, macOf(linkKey.key, claim, form)]).toString('base64url')}`;
    },
    read(token) {
      const bytes = TOKEN_FORM.test(token) ? Buffer.from(token, 'base64url') : undefined;
      if (!bytes || bytes.toString('base64url') !== token) return undefined;
      const form = bytes.length === claimLength(FORMS[1]) + MAC_BYTES ? FORMS[1] : FORMS[2];
      const claim = bytes.subarray(0, -MAC_BYTES);
      const linkKey = keys.keyOf(claim.readUInt8(0));
      if (!linkKey || linkKey.isRetired) return undefined;
      if (!timingSafeEqual(macOf(linkKey.key, claim, form), bytes.subarray(-MAC_BYTES))) return undefined;
      return readClaim(claim, form);
    },
  };
}

function claimLength({ ids }: Form): number {
  return HEAD_BYTES + ids * ID_BYTES;
}

function macOf(key: KeyObject, claim: Buffer, { label }: Form): Buffer {
  return createHmac('sha256', key).update(label).update(claim).digest().subarray(0, MAC_BYTES);
}

function claimBytes({ invitationId, sellerId, linkVersion, linkKid }: Required<LinkClaim>, form: Form): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(linkKid, 0);
  head.writeUInt32BE(linkVersion, 1);
  const ids = form.ids === 1 ? [invitationId] : [sellerId, invitationId];
  return Buffer.concat([head, ...ids.map(bytesOfUuid)]);
}

function readClaim(claim: Buffer, form: Form): LinkClaim {
  return {
    linkKid: claim.readUInt8(0),
    linkVersion: claim.readUInt32BE(1),
    invitationId: uuidOf(claim.subarray(-ID_BYTES)),
    ...(form.ids === 2 && { sellerId: uuidOf(claim.subarray(HEAD_BYTES, HEAD_BYTES + ID_BYTES)) }),
  };
}
