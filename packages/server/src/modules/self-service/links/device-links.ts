import { createHash } from 'node:crypto';
import type { LinkKeys } from './link-keys.ts';
import { readToken, signToken, type TokenKind } from './signed-token.ts';
import { bytesOfUuid, ID_BYTES, uuidOf } from './uuid-bytes.ts';
import type { LinkClaim } from './link-claim.ts';

/** By which a second device joins a session of the page (docs/decisions/0038-second-device.md). */
export interface DeviceClaim extends Required<LinkClaim> {
  readonly sessionId: string;
  /** Of that session, which the device's own outlives in no case. */
  readonly startedAtSeconds: number;
  readonly madeAtSeconds: number;
}

/** Makes and reads the addresses that are handed from one device to another as a QR code. */
export interface DeviceLinks {
  deviceUrlOf(claim: DeviceClaim): string;
  /** Undefined for everything that was not signed here for this purpose, or by a key that is retired; touches no database. */
  readDevice(token: string): DeviceClaim | undefined;
}

/**
 * Key id (1 byte), link version (4), when the session began in seconds (4), how many of them later the address was made (2: a session
 * lasts for less than 18 hours), ids of seller, invitation and session (16 each). With its MAC 100 characters, so that the code is coarse.
 */
const STARTED_AT = 1 + 4;
const LATER_AT = STARTED_AT + 4;
const SELLER_AT = LATER_AT + 2;
const INVITATION_AT = SELLER_AT + ID_BYTES;
const SESSION_AT = INVITATION_AT + ID_BYTES;
const KIND: TokenKind = { label: 'nt24-device-1', claimBytes: SESSION_AT + ID_BYTES };

export function createDeviceLinks(keys: LinkKeys, publicBaseUrl: string): DeviceLinks {
  return {
    deviceUrlOf: (claim) => `${publicBaseUrl}/d/${signToken(keys, KIND, claimBytes(claim))}`,
    readDevice(token) {
      const claim = readToken(keys, KIND, token);
      if (!claim) return undefined;
      const startedAtSeconds = claim.readUInt32BE(STARTED_AT);
      return {
        linkKid: claim.readUInt8(0),
        linkVersion: claim.readUInt32BE(1),
        startedAtSeconds,
        madeAtSeconds: startedAtSeconds + claim.readUInt16BE(LATER_AT),
        sellerId: uuidOf(claim.subarray(SELLER_AT, INVITATION_AT)),
        invitationId: uuidOf(claim.subarray(INVITATION_AT, SESSION_AT)),
        sessionId: uuidOf(claim.subarray(SESSION_AT)),
      };
    },
  };
}

/** By which a token is known to have been used, and by which nobody can use it. */
export function deviceIdOf(token: string): string {
  return uuidOf(createHash('sha256').update(token).digest().subarray(0, ID_BYTES));
}

function claimBytes(claim: DeviceClaim): Buffer {
  const head = Buffer.alloc(SELLER_AT);
  head.writeUInt8(claim.linkKid, 0);
  head.writeUInt32BE(claim.linkVersion, 1);
  head.writeUInt32BE(claim.startedAtSeconds, STARTED_AT);
  head.writeUInt16BE(claim.madeAtSeconds - claim.startedAtSeconds, LATER_AT);
  return Buffer.concat([head, ...[claim.sellerId, claim.invitationId, claim.sessionId].map(bytesOfUuid)]);
}
