import type { Keyring } from '../../../platform/keyring.ts';
import type { DocumentType } from '../../kyc/documents/index.ts';

/** In code points. */
export const REASON_MAX_LENGTH = 500;

/** A requested document that the buyer says he cannot supply. */
export interface NotSupplied {
  readonly type: DocumentType;
  /** His own words; left out where the operator erased them. */
  readonly reason?: string;
}

export interface NotSuppliedRow {
  invitation_id: string;
  type: DocumentType;
  reason: Buffer | null;
}

/** What a reason is sealed for; the context is its place. */
export const REASON_PURPOSE = 'not-supplied-reason';

interface ReasonPlace {
  readonly invitationId: string;
  readonly type: DocumentType;
}

/** As the statements that reseal it write it. */
function contextOf({ invitationId, type }: ReasonPlace): string {
  return `${invitationId}:${type}`;
}

export function sealReason(keyring: Keyring, place: ReasonPlace, reason: string): Buffer {
  return keyring.seal(REASON_PURPOSE, contextOf(place), Buffer.from(reason));
}

/** @throws where a reason was not sealed for this very place */
export function openNotSupplied(keyring: Keyring, row: NotSuppliedRow): NotSupplied {
  const { invitation_id: invitationId, type, reason } = row;
  if (reason === null) return { type };
  return { type, reason: keyring.open(REASON_PURPOSE, contextOf({ invitationId, type }), reason).toString() };
}
