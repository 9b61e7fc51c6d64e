import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import type { AuditActor } from '../../../../core/audit/index.ts';
import { factOf } from '../../../../core/events/index.ts';
import { commitWrite } from '../../../../core/write/index.ts';
import { queueMail } from '../../../delivery/mail/index.ts';
import type { Language } from '../../../texts/index.ts';
import { aboutLink, lockPlaceForUse, usePlace } from '../../invitations/index.ts';
import {
  dropNotSupplied,
  InvitationUsed,
  type LinkRow,
  type ReadySubmission,
  readyDraft,
  submitDraft,
  type SubmitDeps,
  type Submission,
  type SubmitOutcome,
} from '../../submissions/index.ts';
import { ProspectSubmitted } from '../events.ts';
import { viesAdviceJob } from '../vies-advice.ts';
import { markSubmitted } from './drafts-repository.ts';
import { prospectArrivalMail } from './prospect-arrival-mail.ts';
import { prospectReceiptMail } from './prospect-receipt-mail.ts';

export interface ProspectSubmission extends Submission {
  /** Of the page, for all that is written to the prospect from now on. */
  readonly language: Language;
}

/** One use more of the link, where it has one left; the visitor is a prospect from now on, and both events tell of him (contract 6). */
export function submitProspect(
  deps: SubmitDeps,
  submission: ProspectSubmission,
  actor: AuditActor,
): Promise<SubmitOutcome> {
  return submitDraft(deps, submission, async (ready) => {
    const { language } = submission;
    return commitProspect(deps, { ...ready, language }, actor);
  });
}

async function commitProspect(
  { db }: SubmitDeps,
  ready: ReadySubmission & Pick<ProspectSubmission, 'language'>,
  actor: AuditActor,
): Promise<boolean> {
  const { link, documents, submissionId, privacyNoticeVersion, language } = ready;
  const about = aboutLink(link);
  const isPartial = documents.answered.length > documents.needless.length;
  const outcome = await commitWrite(db, {
    effect: usePublished(ready),
    actor,
    audit: [{ ...about, action: 'invitation.submit', details: { ...(isPartial && { documentsNotSupplied: true }) } }],
    also: [
      markSubmitted(link.seller_id, { submissionId, privacyNoticeVersion, submittedAt: link.now, language }),
      ...[prospectReceiptMail, ...(link.is_arrival_told ? [prospectArrivalMail] : [])].map((mail) =>
        queueMail({ mail, subjectId: link.id, about }),
      ),
    ],
    jobs: link.prospect?.type === 'COMPANY' ? [viesAdviceJob(link.id)] : [],
    events: factsOf(link, isPartial),
  });
  return outcome === 'committed';
}

/** Where the draft is still the very one that was read, under the locks of the place and of the link. */
function usePublished(ready: ReadySubmission): (guard: Sql) => Sql {
  const { link, documents } = ready;
  return (guard) => sql`${lockPlaceForUse(link)},
    ${readyDraft(ready, guard)},
    ${usePlace(sql`ready`, link, link.now)},
    ${dropNotSupplied(documents.needless)}`;
}

function factsOf(link: LinkRow, isPartial: boolean) {
  const type = link.prospect?.type;
  if (!type) throw new Error('a submission without its details');
  const common = { source: 'WEB_APP', sellerId: link.seller_id } as const;
  const ids = { prospectUuid: link.id, invitationUuid: link.invitation_id };
  const at = link.now.toISOString();
  return [
    factOf(ProspectSubmitted, { ...common, data: { type, ...ids, submittedAt: at } }),
    factOf(InvitationUsed, {
      ...common,
      data: { kind: 'PROSPECT', ...ids, usedAt: at, ...(isPartial && { documentsNotSupplied: true as const }) },
    }),
  ];
}
