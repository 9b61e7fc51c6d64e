import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { LinkKeys } from './link-keys.ts';

/** What a link says: whose it is, and which version of it. */
export interface LinkClaim {
  readonly invitationId: string;
  readonly linkVersion: number;
}

/** Makes and reads link addresses (contract 3.5). */
export interface Links {
  urlOf(link: LinkClaim & { readonly linkKid: number }): string;
  currentKid(): number;
  /** Undefined for everything that was not signed here; touches no database. */
  read(token: string): LinkClaim | undefined;
}

const ID_BYTES = 16;
const MAC_BYTES = 16;
const CLAIM_BYTES = 1 + 4 + ID_BYTES;
const TOKEN_FORM = /^[A-Za-z0-9_-]{50}$/;

/** Token: key id (1 byte), link version (4), invitation id (16), HMAC-SHA-256 cut to 128 bits (16), in base64url. */
export function createLinks(keys: LinkKeys, publicBaseUrl: string): Links {
  function macOf(key: KeyObject, claim: Buffer): Buffer {
    return createHmac('sha256', key).update('nt24-link').update(claim).digest().subarray(0, MAC_BYTES);
  }

  return {
    currentKid: () => keys.currentKid(),
    urlOf({ invitationId, linkVersion, linkKid }) {
      const key = keys.keyOf(linkKid);
      if (!key) throw new Error(`link key ${linkKid} is not known`);
      const claim = Buffer.alloc(CLAIM_BYTES);
      claim.writeUInt8(linkKid, 0);
      claim.writeUInt32BE(linkVersion, 1);
      claim.write(invitationId.replaceAll('-', ''), 5, 'hex');
      return `${publicBaseUrl}/i/${Buffer.concat([claim, macOf(key, claim)]).toString('base64url')}`;
    },
    read(token) {
      const bytes = TOKEN_FORM.test(token) ? Buffer.from(token, 'base64url') : undefined;
      if (!bytes || bytes.toString('base64url') !== token) return undefined;
      const claim = bytes.subarray(0, CLAIM_BYTES);
      const key = keys.keyOf(claim.readUInt8(0));
      if (!key || !timingSafeEqual(macOf(key, claim), bytes.subarray(CLAIM_BYTES))) return undefined;
      return { invitationId: uuidOf(claim.subarray(5)), linkVersion: claim.readUInt32BE(1) };
    },
  };
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
