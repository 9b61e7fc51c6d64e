import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { type DocumentType, type KycFileRow, listDraftFiles } from '../../kyc/documents/index.ts';
import type { LinkClaim } from '../links/index.ts';
import type { LinkPlace, LinkRow } from './link.ts';
import { findLink } from './link-repository.ts';
import { endOfLink, type LinkEnd } from './link-state.ts';
import type { NotSuppliedRow } from './not-supplied.ts';
import { selectNotSupplied } from './not-supplied-repository.ts';
import { isFulfilled } from './requested-documents.ts';

export interface SubmitDeps {
  readonly db: Database;
  readonly completeDocuments: readonly string[];
}

export interface Submission {
  readonly claim: LinkPlace & Pick<LinkClaim, 'linkVersion'>;
  /** Chosen by the session, so that it knows its own submission again. */
  readonly submissionId: string;
  /** Of the notice that the buyer was shown. */
  readonly privacyNoticeVersion: string;
  /** A person sends, and no scanner that presses buttons: he ticked the box, or has added or written something before. */
  readonly isDeliberate: boolean;
}

type SubmissionLack = 'places-taken' | 'details-missing' | 'tick-missing' | 'documents-missing' | 'files-unfinished';

export type SubmitOutcome =
  | { readonly kind: 'submitted' }
  | { readonly kind: 'incomplete'; readonly lacks: readonly SubmissionLack[] }
  | { readonly kind: 'ended'; readonly end: LinkEnd; readonly link: LinkRow | undefined };

/** A draft as it was read, with nothing lacking. */
export interface ReadySubmission extends Submission {
  readonly link: LinkRow;
  readonly files: readonly KycFileRow[];
  readonly documents: SubmittedDocuments;
}

/** A CTE named `ready`, to follow one named `standing`: with the id of the draft where it is the very one that was read, and nothing is on its way. */
export function readyDraft({ link, files, documents }: ReadySubmission, guard: Sql): Sql {
  const fileIds = files.map((file) => file.id).sort();
  return sql`ready as materialized (select id from standing where draft_file_ids(id) = ${fileIds}::uuid[] and draft_upload_count(id) = 0
      and requested_documents = ${link.requested_documents}::text[]
      and types_not_supplied(id) = ${[...documents.answered].sort()}::text[] and ${guard})`;
}

/** Writes it all, where the draft is still as it was read. */
type CommitSubmission = (ready: ReadySubmission) => Promise<boolean>;

const ATTEMPTS = 5;

/**
 * The visitor's last, deliberate step (contract 3.2), all of it or nothing. A repeated submission is answered as the first.
 */
export async function submitDraft(
  deps: SubmitDeps,
  submission: Submission,
  commit: CommitSubmission,
): Promise<SubmitOutcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const read = await readDraft(deps, submission);
    if (read.kind !== 'ready') return read;
    if (await commit(read)) return { kind: 'submitted' };
  }
  throw new Error('the draft kept changing while it was sent');
}

type ReadOutcome = SubmitOutcome | ({ readonly kind: 'ready' } & ReadySubmission);

async function readDraft({ db, completeDocuments }: SubmitDeps, submission: Submission): Promise<ReadOutcome> {
  // In this order: where the link is still active when it is read, no submission can have emptied the draft before.
  const { invitationId } = submission.claim;
  const [files, answered] = await Promise.all([listDraftFiles(db, invitationId), selectNotSupplied(db, invitationId)]);
  const link = await findLink(db, submission.claim);
  if (link?.submission_id === submission.submissionId) return { kind: 'submitted' };
  const end = endOfLink(link, submission.claim);
  if (!link || end) return { kind: 'ended', end: end ?? 'unknown', link };
  const ready = { ...submission, link, files, documents: documentsOf(link, { files, answered }, completeDocuments) };
  const lacks = lacksOf(ready);
  return lacks.length > 0 ? { kind: 'incomplete', lacks } : { kind: 'ready', ...ready };
}

export interface SubmittedDocuments {
  /** That the buyer says he cannot supply, those that are there all the same included. */
  readonly answered: readonly DocumentType[];
  /** Of these the ones that are there: a document counts, and not what was said before it came. */
  readonly needless: readonly DocumentType[];
  readonly areMissing: boolean;
}

function documentsOf(
  link: LinkRow,
  { files, answered: rows }: { readonly files: readonly KycFileRow[]; readonly answered: readonly NotSuppliedRow[] },
  completeDocuments: readonly string[],
): SubmittedDocuments {
  const present = files.map((file) => file.type);
  const answered = rows.map(({ type }) => type);
  const isThere = (type: DocumentType): boolean => isFulfilled(type, present, completeDocuments);
  return {
    answered,
    needless: answered.filter(isThere),
    areMissing: link.requested_documents.some((type) => !isThere(type) && !answered.includes(type)),
  };
}

function lacksOf({ link, documents, isDeliberate }: ReadySubmission): readonly SubmissionLack[] {
  return [
    ...(link.published?.is_full === true ? (['places-taken'] as const) : []),
    ...(link.prospect?.type === null ? (['details-missing'] as const) : []),
    ...(documents.areMissing ? (['documents-missing'] as const) : []),
    // Sending would delete them: it is the buyer who says whether he does without.
    ...(link.draft_upload_count === 0 ? [] : (['files-unfinished'] as const)),
    ...(isDeliberate ? [] : (['tick-missing'] as const)),
  ];
}
