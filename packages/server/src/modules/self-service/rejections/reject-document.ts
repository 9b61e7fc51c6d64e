import sql, { join, type Sql } from 'sql-template-tag';
import type { Call, Decision } from '../../../core/api/index.ts';
import { type DocumentPath, endDocument, presentDocument, requireActiveDocument } from '../../kyc/documents/index.ts';
import { askAgain, type InvitationDeps, lockAsked } from '../invitations/index.ts';
import { askAnew, type Asking, type AskingWish } from './ask-anew.ts';
import type { RejectDocumentBody } from './schemas.ts';

export type RejectionDeps = InvitationDeps;

/**
 * The document counts no more, and where the buyer has an ACTIVE invitation he is asked for it again there, with the reason (contract 5);
 * with `resend` by mail, too, in the same commit. Invitations are locked before the buyer, as sending does it.
 */
export async function rejectDocument(
  deps: RejectionDeps,
  { actor, params, body }: Call<{ params: DocumentPath; body: RejectDocumentBody }>,
): Promise<Decision> {
  const row = await requireActiveDocument(deps.db, params);
  const { reason, resend = false } = body;
  const asking = resend ? await askOrSayEnded(deps, { actor, params, type: row.type }) : undefined;
  const rejected = { ...row, status: 'REJECTED', ended_at: row.now, end_reason: reason } as const;
  const ending = endDocument(params, { status: 'REJECTED', reason, endedAt: row.now });
  const isAsRead = (guard: Sql): Sql =>
    sql`(select count(*) from asked) >= 0 and ${asking?.condition ?? sql`true`} and ${guard}`;
  return {
    answer: {
      status: 200,
      body: { ...presentDocument(rejected), ...(asking && { invitation: asking.invitation }) },
    },
    effect: (guard) => join([lockAsked(params, guard), ending(isAsRead(guard))]),
    also: asking?.also ?? [askAgain()],
    ...(asking && { along: asking.along }),
    audit: [
      { action: 'document.reject', sellerId: params.sellerId, subjectId: row.id, details: { type: row.type } },
      ...(asking?.audit ?? []),
    ],
  };
}

/** What another rejection of this document has just written is no reason to refuse to ask: that it has ended is. */
async function askOrSayEnded(deps: RejectionDeps, wish: AskingWish): Promise<Asking> {
  try {
    return await askAnew(deps, wish);
  } catch (refusal) {
    await requireActiveDocument(deps.db, wish.params);
    throw refusal;
  }
}
