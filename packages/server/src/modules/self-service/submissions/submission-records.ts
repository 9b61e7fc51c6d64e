import { type DeclarationAnswers, declarationsOf } from '../declaration-answers/index.ts';
import { type BuyerFileRow, filesOfDraft } from '../../kyc/documents/index.ts';
import { listNotSupplied } from './answer-not-supplied.ts';
import type { SubmissionDeps } from './get-invitation-submission.ts';
import type { NotSupplied } from './not-supplied.ts';
import { gatherSubmitted, presentSubmission } from './present-submission.ts';
import type { InvitationSubmission } from './schemas.ts';
import { type DraftRow, findDraft, findSubmission } from './submission-repository.ts';

interface RecordPlace {
  readonly sellerId: string;
  readonly invitationId: string;
}

/** What was sent by an invitation, as the API shows it. Whoever calls it writes down that it is read. */
export async function submissionRecord(
  deps: SubmissionDeps,
  place: RecordPlace,
): Promise<InvitationSubmission | undefined> {
  const row = await findSubmission(deps.db, place);
  if (!row) return undefined;
  const { paperId, ...submitted } = await gatherSubmitted(deps, row, place.invitationId);
  const declared = paperId === undefined ? undefined : (await declarationsOf(deps, [paperId])).get(paperId);
  return presentSubmission(row, { ...submitted, declared });
}

export interface DraftRecord {
  readonly answer: DraftRow | undefined;
  readonly notSupplied: readonly NotSupplied[];
  /** Those that were taken out and may still be put back included. */
  readonly files: readonly BuyerFileRow[];
  readonly declarations: ReadonlyMap<string, DeclarationAnswers>;
}

/** What waits to be sent by an invitation; once it is sent, `notSupplied` is the submission's. */
export async function draftRecord(deps: SubmissionDeps, { invitationId }: RecordPlace): Promise<DraftRecord> {
  const [answer, notSupplied, files] = await Promise.all([
    findDraft(deps.db, invitationId),
    listNotSupplied(deps, invitationId),
    filesOfDraft(deps.db, invitationId),
  ]);
  const declarations = await declarationsOf(
    deps,
    files.map(({ id }) => id),
  );
  return { answer, notSupplied, files, declarations };
}
