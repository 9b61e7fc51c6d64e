import { AdminError } from '../../../platform/admin-error.ts';
import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { isStorable } from '../../../platform/storable-text.ts';
import type { Decision } from '../../../core/api/index.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { InvitationDeps, InvitationStatus } from './invitation.ts';
import { type OperatedInvitation, type OperatorFilter, selectForOperator } from './operator-repository.ts';
import { findInvitation } from './repository.ts';
import { resendInvitation } from './resend-invitation.ts';
import { revocationOf } from './revoke-invitation.ts';

export const OPERATOR = { kind: 'OPERATOR' } as const;

const PAGE = 500;
/** The world changes between reading and writing at most now and then. */
const ATTEMPTS = 5;
const MAX_REASON_LENGTH = 500;

/** Read page by page, so that any number may be gone through, and one that changes meanwhile is met once. */
export async function* listForOperator(db: Database, filter: OperatorFilter): AsyncGenerator<OperatedInvitation> {
  for (let after: string | undefined, isFull = true; isFull;) {
    const page = await selectForOperator(db, filter, { after, limit: PAGE });
    yield* page;
    after = page.at(-1)?.id;
    isFull = page.length === PAGE;
  }
}

/** @throws AdminError when there is none */
export async function getForOperator(db: Database, invitationId: string): Promise<OperatedInvitation> {
  const found = isUuid(invitationId)
    ? await selectForOperator(db, { invitationId }, { after: undefined, limit: 1 })
    : [];
  if (!found[0]) throw new AdminError(`there is no invitation ${invitationId}`);
  return found[0];
}

/** For the seller's file, as in the API. @throws AdminError when it cannot be kept */
export function requireReason(reason: string): void {
  if ([...reason].length > MAX_REASON_LENGTH || !isStorable(reason))
    throw new AdminError(`a reason has at most ${MAX_REASON_LENGTH} characters`);
}

/** As the API does it. @returns the state in which it was met: ACTIVE, and it is revoked now; or another, and it stays as it is */
export async function revokeForOperator(
  db: Database,
  { id, seller_id: sellerId }: OperatedInvitation,
  reason: string,
): Promise<InvitationStatus> {
  return persist(async () => {
    const row = await findInvitation(db, { sellerId, invitationUuid: id });
    if (!row) throw new AdminError(`there is no invitation ${id}`);
    if (row.status !== 'ACTIVE') return row.status;
    return (await isCommitted(db, revocationOf(row, reason))) ? row.status : undefined;
  });
}

export interface OperatorResend {
  readonly expiresInDays?: number;
  readonly rotateLink?: boolean;
}

/** As the API does it, within its limits. @returns undefined, or why not */
export async function resendForOperator(
  deps: InvitationDeps,
  invitation: OperatedInvitation,
  body: OperatorResend,
): Promise<string | undefined> {
  const { id: invitationUuid, seller_id: sellerId, buyer_id: buyerId } = invitation;
  if (buyerId === null) return 'It went to nobody: it is a link for prospects.';
  if (!invitation.may_act) return 'The organization may not act for the seller any more.';
  const params = { sellerId, buyerId, invitationUuid };
  const actor = { organizationId: invitation.organization_id };
  return persist(async () => {
    try {
      const { answer: _answer, ...write } = await resendInvitation(
        deps,
        { params, body, actor },
        { rotationWaits: true },
      );
      return (await isCommitted(deps.db, write)) ? { refusal: undefined } : undefined;
    } catch (error) {
      if (error instanceof ProblemError && error.status < 500) return { refusal: error.message };
      throw error;
    }
  }).then(({ refusal }) => refusal);
}

async function isCommitted(db: Database, write: Omit<Decision, 'answer'>): Promise<boolean> {
  return (await commitWrite(db, { ...write, actor: OPERATOR })) === 'committed';
}

/** Reads and decides anew while what was read changes before it is written. */
export async function persist<Outcome>(attempt: () => Promise<Outcome | undefined>): Promise<Outcome> {
  for (let tries = 0; tries < ATTEMPTS; tries += 1) {
    const outcome = await attempt();
    if (outcome !== undefined) return outcome;
  }
  throw new AdminError('the invitation kept changing; try again');
}
