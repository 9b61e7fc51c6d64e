import type { Answer, Call } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { hasCapability } from '../../../core/identity/index.ts';
import { AllowKycDocumentDownload } from '../../kyc/documents/index.ts';
import { findDeclarationToRead } from '../declaration-answers/index.ts';
import type { InvitationPath, PartnerInvitationPath } from '../invitations/index.ts';
import { gatherSubmitted, presentSubmission } from './present-submission.ts';
import { findSubmissionToRead } from './submission-repository.ts';

export interface SubmissionDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

type SubmissionCall = Call<{ params: PartnerInvitationPath & Partial<InvitationPath> }>;

/** What the buyer sent by an invitation (contract 3.6). Each reading is written to the log of them. */
export async function getInvitationSubmission(
  deps: SubmissionDeps,
  { actor, params, requestId, purpose }: SubmissionCall,
): Promise<Answer> {
  const reader = { organizationId: actor.organizationId, clientId: actor.clientId, requestId, purpose };
  const row = await findSubmissionToRead(deps.db, {
    sellerId: params.sellerId,
    ...(params.buyerId !== undefined && { buyerId: params.buyerId }),
    invitationId: params.invitationUuid,
    ...reader,
  });
  if (!row) throw new ProblemError(NotFound, 'There is no submission of such an invitation.');
  const { paperId, ...submitted } = await gatherSubmitted(deps, row, params.invitationUuid);
  const declared =
    paperId === undefined || !hasCapability(actor, AllowKycDocumentDownload)
      ? undefined
      : await findDeclarationToRead(deps, {
          sellerId: row.seller_id,
          buyerId: row.buyer_id,
          fileId: paperId,
          ...reader,
        });
  return { status: 200, body: presentSubmission(row, { ...submitted, declared }) };
}
